package import QuireEngine
import ServiceLifecycle
import Synchronization

/// Where all runs of the server ask their services. When the definitions of services change, runs that begin from then on
/// ask at a new desk; the old one is closed once the last of its runs has ended.
package final class Desks: Sendable {
    private struct Opened {
        var generation: Int
        var desk: ServiceDesk
        var users = 0
        /// Ends the wait that holds the desk open.
        var close: AsyncStream<Void>.Continuation
    }

    private struct Order: Sendable {
        var generation: Int
        var waiting: CheckedContinuation<Void, Never>
    }

    private let state = Mutex<[Opened]>([])
    private let orders: AsyncStream<Order>
    private let newOrders: AsyncStream<Order>.Continuation

    package init() { (orders, newOrders) = AsyncStream.makeStream() }

    /// The desk that newly begun runs ask at.
    package var current: ServiceDesk? { state.withLock { $0.last?.desk } }

    /// What each service is doing, and has done since this was last asked.
    package func inspect() -> [ServiceStatus] { state.withLock { $0.map(\.desk) }.flatMap { $0.inspect() } }

    /// Calls `body` with the desk of a generation of the definitions, which stays open meanwhile.
    package func withDesk<Result>(
        of generation: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: (ServiceDesk) async throws -> Result
    ) async throws -> Result {
        let desk = try await take(generation)
        defer { release(desk) }
        return try await body(desk)
    }

    private func take(_ generation: Int) async throws -> ServiceDesk {
        while true {
            let desk = state.withLock { opened -> ServiceDesk? in
                guard let place = opened.firstIndex(where: { $0.generation >= generation }) else { return nil }
                opened[place].users += 1
                return opened[place].desk
            }
            if let desk { return desk }
            try Task.checkCancellation()
            await withCheckedContinuation { waiting in
                let order = Order(generation: generation, waiting: waiting)
                if case .terminated = newOrders.yield(order) { waiting.resume() }
            }
        }
    }

    private func release(_ desk: ServiceDesk) {
        state.withLock { opened in
            guard let place = opened.firstIndex(where: { $0.desk === desk }) else { return }
            opened[place].users -= 1
            Self.closeUnused(&opened)
        }
    }

    /// Old ones that nobody uses.
    private static func closeUnused(_ opened: inout [Opened]) {
        for old in opened.dropLast() where old.users == 0 { old.close.finish() }
        let latest = opened.last?.generation
        opened.removeAll { $0.users == 0 && $0.generation != latest }
    }
}

extension Desks: Service {
    /// Owns the desks; is to be stopped after all runs have ended.
    package func run() async { await cancelWhenGracefulShutdown { await self.keep() } }

    private func keep() async {
        await withDiscardingTaskGroup { group in
            for await order in orders {
                if state.withLock({ ($0.last?.generation ?? -1) < order.generation }) {
                    await withCheckedContinuation { isOpen in
                        group.addTask { await self.hold(order.generation, isOpen) }
                    }
                }
                order.waiting.resume()
            }
            group.cancelAll()
        }
    }

    private func hold(_ generation: Int, _ isOpen: CheckedContinuation<Void, Never>) async {
        let (open, close) = AsyncStream<Void>.makeStream()
        await ServiceDesk.open { desk in
            state.withLock { opened in
                opened.append(Opened(generation: generation, desk: desk, close: close))
                opened.sort { $0.generation < $1.generation }
                Self.closeUnused(&opened)
            }
            isOpen.resume()
            for await _ in open {}
        }
    }
}
