import Synchronization

/// The place of one process of a plugin: started when it is wanted, and again after it died.
final class PluginSlot: Sendable {
    typealias Start = Result<PluginConnection, PluginFailure>

    private struct State {
        /// Nil where there is no process, and nobody wants one.
        var start: Promise<Start>?
        var isClosed = false
        /// Calls that were given to it and have not ended.
        var load = 0
    }

    private let state = Mutex(State())
    /// One for each time that a process is wanted.
    let wishes: AsyncStream<Promise<Start>>
    private let wish: AsyncStream<Promise<Start>>.Continuation
    private let closed = Promise<Void>()

    init() { (wishes, wish) = AsyncStream.makeStream() }

    /// How busy it is; one without a process is last among equals.
    var load: (calls: Int, starts: Int) { state.withLock { ($0.load, $0.start == nil ? 1 : 0) } }

    func take() { state.withLock { $0.load += 1 } }
    func giveBack() { state.withLock { $0.load -= 1 } }

    /// Waits for its process, which is started where there is none.
    func connection() async throws(PluginFailure) -> PluginConnection {
        let start = state.withLock { state -> Promise<Start>? in
            if state.isClosed { return nil }
            if let start = state.start { return start }
            let start = Promise<Start>()
            state.start = start
            wish.yield(start)
            return start
        }
        guard let started = await start?.value() else { throw .cancelled }
        return try started.get()
    }

    /// Its process is gone; whoever comes next starts another.
    func vacate() { state.withLock { $0.start = nil } }

    func close() {
        state.withLock { $0.isClosed = true }
        wish.finish()
        closed.fulfil(())
    }

    /// Lets time pass, unless it is closed meanwhile.
    func rest(_ duration: Duration) async {
        guard duration > .zero else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { _ = await self.closed.value() }
            _ = await group.next()
            group.cancelAll()
        }
    }
}
