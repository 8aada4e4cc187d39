import NIOCore
import NIOPosix

/// Bytes sent to a server as a test wants them.
enum RawConnection {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Sends these pieces and reads until the server closes.
    static func exchange(port: Int, _ pieces: [String]) async throws -> String {
        try await with(port: port) { inbound, outbound in
            for piece in pieces { try await outbound.write(ByteBuffer(string: piece)) }
            return try await inbound.rest()
        }
    }

    static func with<Result: Sendable>(
        port: Int,
        _ body: @escaping @Sendable (inout Inbound, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Channel(wrappingChannelSynchronously: channel, configuration: .init())
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var reader = Inbound(inbound.makeAsyncIterator())
            return try await body(&reader, outbound)
        }
    }

    /// What comes from the server.
    struct Inbound {
        private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private var bytes = ByteBuffer()

        init(_ iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.iterator = iterator }

        /// All until the server closes.
        mutating func rest() async throws -> String {
            while let more = try await iterator.next() { bytes.writeImmutableBuffer(more) }
            return String(buffer: bytes)
        }

        /// All up to an ending, which is taken out.
        mutating func read(through ending: String) async throws -> String {
            while true {
                let text = String(buffer: bytes)
                if let range = text.firstRange(of: ending) {
                    let read = String(text[..<range.upperBound])
                    bytes.moveReaderIndex(forwardBy: read.utf8.count)
                    return read
                }
                guard let more = try await iterator.next() else { return text }
                bytes.writeImmutableBuffer(more)
            }
        }
    }
}
