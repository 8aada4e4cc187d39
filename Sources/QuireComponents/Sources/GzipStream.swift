import CZlib
import QuireModel

/// Unpacks gzip: one member after the other, until the bytes end. Used by one thread.
final class GzipStream {
    /// RFC 1952's first bytes.
    static let mark: [UInt8] = [0x1F, 0x8B]

    private let name: String
    /// In a place of its own: zlib remembers where it is.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    private var start = 0
    private var end = 0
    /// Inside a member.
    private var isInside = true
    private var isAtEnd = false

    /// - Parameters:
    ///   - name: of the file, for messages.
    ///   - first: what has been read already.
    init(_ name: String, first: UnsafeRawBufferPointer) {
        self.name = name
        // 15 bits of window, and 16 for a gzip head.
        stream.initialize(to: z_stream())
        inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        packed.copyMemory(from: first)
        end = first.count
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        packed.deallocate()
    }

    /// - Parameter read: more of what is packed; 0 at its end.
    /// - Returns: how many bytes came; 0 at the end.
    func unpack(
        into buffer: UnsafeMutableRawBufferPointer, reading read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int {
        while true {
            if start == end, !isAtEnd {
                (start, end) = (0, try read(packed))
                isAtEnd = end == 0
            }
            if isAtEnd {
                guard isInside else { return 0 }
                throw damaged("it ends too early")
            }
            if !isInside {
                // What follows a member and is none, such as padding, is passed over, as gzip does.
                guard packed[start] == Self.mark[0] else {
                    start = end
                    continue
                }
                inflateReset(stream)
                isInside = true
            }
            let made = try inflate(into: buffer)
            if made > 0 { return made }
        }
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_in = packed.baseAddress?.advanced(by: start).assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(end - start)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        let room = stream.pointee.avail_out
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        start = end - Int(stream.pointee.avail_in)
        switch code {
        case Z_STREAM_END: isInside = false
        case Z_OK, Z_BUF_ERROR: break
        default: throw damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(code)")
        }
        return Int(room - stream.pointee.avail_out)
    }

    private func damaged(_ reason: String) -> RunFailure {
        RunFailure("\(name) cannot be unpacked: \(reason)", hint: "the file is damaged or not complete")
    }
}
