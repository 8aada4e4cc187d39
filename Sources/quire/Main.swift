import QuireCommands
import QuireComponents

@main
enum Main {
    static func main() { Program.main(Builtins.registry) }
}
