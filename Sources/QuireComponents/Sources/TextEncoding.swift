import Glibc

/// How a file's text is written.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case latin1 = "latin-1"
    case windows1252 = "windows-1252"
    case gb18030

    /// What a byte order mark says, and its length.
    static func mark(_ bytes: UnsafeRawBufferPointer) -> (converter: String?, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (nil, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        if bytes.starts(with: [0x84, 0x31, 0x95, 0x33]) { return ("GB18030", 4) }
        return nil
    }

    /// iconv's name; nil for UTF-8, which needs no conversion. UTF-16 without a mark is Windows's.
    var converter: String? {
        switch self {
        case .utf8: nil
        case .utf16: "UTF-16LE"
        case .latin1: "ISO-8859-1"
        case .windows1252: "CP1252"
        case .gb18030: "GB18030"
        }
    }
}

/// Turns another encoding into UTF-8, piece by piece. Used by one thread.
final class TextConverter {
    struct Progress {
        /// How many bytes were taken; those left over begin a character, or found no room.
        var taken: Int
        var made: Int
        /// False where what comes next is no character.
        var isReadable: Bool
    }

    let encoding: String
    private let handle: iconv_t

    /// - Returns: nil where the system does not know the encoding.
    init?(_ encoding: String) {
        self.encoding = encoding
        guard let handle = iconv_open("UTF-8", encoding), handle != iconv_t(bitPattern: -1) else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    func convert(_ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Progress {
        var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        var room = output.count
        let result = iconv(handle, &from, &left, &to, &room)
        let isReadable = result != Int(bitPattern: UInt.max) || errno != EILSEQ
        return Progress(taken: input.count - left, made: output.count - room, isReadable: isReadable)
    }
}
