import Hummingbird
import NIOCore
import QuireModel
import QuireRun
import ServiceLifecycle

/// What happens to a run, as `text/event-stream`.
enum EventResponse {
    /// A comment is sent when nothing else was for so long, so that whatever lies between keeps the connection.
    private static let interval = Duration.seconds(15)

    static func make(of run: String, after known: Int64?, from runs: RunService) async throws -> Response {
        let readEnded: @Sendable () async throws -> JSON? = {
            guard let record = try await RunRecords(runs.state).record(run),
                record.status != .queued, record.status != .running
            else { return nil }
            return record.detail
        }
        let events = try await runs.events.watch(run, after: known, readEnded: readEnded)
        let body = ResponseBody { writer in
            let (parts, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(32))
            try await withThrowingTaskGroup(of: Void.self) { group in
                // An open stream must not hold up a server that stops.
                group.addTask {
                    await cancelWhenGracefulShutdown {
                        for await event in events { continuation.yield(event.text) }
                    }
                    continuation.finish()
                }
                group.addTask {
                    while (try? await Task.sleep(for: interval)) != nil {
                        // Another server of the same state may do the run.
                        if let ended = try? await readEnded() {
                            continuation.yield(RunEvent(id: RunEvents.now, kind: .end, data: ended).text)
                            break
                        }
                        continuation.yield(": \n\n")
                    }
                    continuation.finish()
                }
                for await part in parts { try await writer.write(ByteBuffer(string: part)) }
                group.cancelAll()
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .init("X-Accel-Buffering")!: "no"],
            body: body)
    }
}

extension RunEvent {
    /// As it is sent.
    fileprivate var text: String { "id: \(id)\nevent: \(kind.rawValue)\ndata: \(data.text)\n\n" }
}
