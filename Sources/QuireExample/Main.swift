import QuireCommands
import QuireComponents
import QuirePlugin

/// The program `quire` with one more kind of service.
@main
enum Main {
    static func main() {
        var registry = Builtins.registry
        registry.services.append(WorkdayService.component)
        Program.main(registry)
    }
}
