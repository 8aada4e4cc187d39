import QuireCommands
import QuireComponents

@main
enum Main {
    static func main() async { await Program.main(Builtins.registry) }
}
