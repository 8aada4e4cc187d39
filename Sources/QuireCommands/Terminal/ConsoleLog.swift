import Logging
import QuireModel

/// Has what a server logs said as every command says it, with the time.
struct ConsoleLog: LogHandler {
    private let console: Console
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    static func logger(_ console: Console) -> Logger {
        var handler = ConsoleLog(console: console)
        handler.logLevel = console.isVerbose ? .debug : console.isQuiet ? .error : .info
        return Logger(label: "quire") { [handler] _ in handler }
    }

    private init(console: Console) { self.console = console }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        console.log(event.level.rawValue, "\(event.message)", at: Zone.utc.iso8601(ofUTC: .now))
    }
}
