import Glibc

/// Cuts a stream of bytes into lines. Every byte is looked at once, however long its line is, and a line that came
/// whole is not copied.
struct LineSplitter {
    struct TooLong: Error {}

    /// Bytes of a line at most.
    let limit: Int
    /// The line that has not ended yet.
    private var rest: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// - Parameter line: is handed each line that has ended, without its line break.
    mutating func take<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer, _ line: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws {
        var start = 0
        while start < bytes.count {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start...])
            guard let length = piece.offset(of: UInt8(ascii: "\n")) else {
                guard rest.count + piece.count <= limit else { throw TooLong() }
                rest.append(contentsOf: piece)
                return
            }
            guard rest.count + length <= limit else { throw TooLong() }
            let end = UnsafeRawBufferPointer(rebasing: piece[..<length])
            if rest.isEmpty {
                try line(end)
            } else {
                rest.append(contentsOf: end)
                let whole = rest
                rest = []
                try whole.withUnsafeBytes { bytes throws(Failure) in try line(bytes) }
            }
            start += length + 1
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func offset(of byte: UInt8) -> Int? {
        guard let start = baseAddress, let found = memchr(start, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - start
    }
}
