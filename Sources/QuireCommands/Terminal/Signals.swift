import Dispatch
import Glibc

/// Ctrl-C, SIGTERM and the end of the terminal cancel what is running; a second one ends the process at once.
enum Signals {
    private enum Event: Sendable {
        case ended(Int32)
        case signal(Int32)
    }

    /// - Returns: what `body` returns, or the exit code of the signal that cancelled it.
    static func running(_ body: @escaping @Sendable () async -> Int32) async -> Int32 {
        let (signals, arrived) = AsyncStream<Int32>.makeStream()
        let sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number -> (any DispatchSourceSignal)? in
            let isIgnored = isIgnored(signal(number, SIG_IGN))
            // `nohup` asks for that.
            if isIgnored, number == SIGHUP { return nil }
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { arrived.yield(number) }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return await withTaskGroup(of: Event.self) { group in
            group.addTask { .ended(await body()) }
            group.addTask { await next(signals) }
            var cancelledBy: Int32?
            for await event in group {
                switch event {
                case .ended(let code):
                    arrived.finish()
                    if code == ExitStatus.stopped { return ExitStatus.done }
                    return cancelledBy.map(ExitStatus.cancelled) ?? code
                case .signal(let number):
                    if number == 0 { continue }
                    if cancelledBy != nil { _exit(ExitStatus.cancelled(by: number)) }
                    cancelledBy = number
                    group.cancelAll()
                    group.addTask { await next(signals) }
                }
            }
            return ExitStatus.failed
        }
    }

    private static func isIgnored(_ handler: __sighandler_t?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static func next(_ signals: AsyncStream<Int32>) async -> Event {
        for await number in signals { return .signal(number) }
        return .signal(0)
    }
}
