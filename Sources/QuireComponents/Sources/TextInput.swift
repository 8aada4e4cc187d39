import Glibc
import QuireModel

/// A window on a file's text in UTF-8 that moves on as it is read. Used by one thread.
final class TextInput {
    /// The longest record.
    static let maxRecord = 16 << 20
    private static let chunk = 256 << 10

    let file: DataFile
    /// The line at `start`, from 1.
    var line = 1
    /// Text from `start` up to `end` is there to be read.
    private(set) var bytes: UnsafeMutableRawBufferPointer
    var start = 0
    private(set) var end = 0
    private(set) var isAtEnd = false

    private let input: ByteInput
    private var converter: TextConverter?
    /// Bytes that are not converted yet.
    private var raw: UnsafeMutableRawBufferPointer
    private var rawCount = 0

    init(_ file: DataFile, encoding: TextEncoding) throws {
        self.file = file
        input = try ByteInput(file)
        bytes = .allocate(byteCount: TextInput.chunk * 2, alignment: 16)
        raw = .allocate(byteCount: TextInput.chunk, alignment: 16)
        var count = 0
        while count < 4 {
            let got = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[count...]))
            if got == 0 { break }
            count += got
        }
        let mark = TextEncoding.mark(UnsafeRawBufferPointer(rebasing: raw[..<count]))
        let isBigEndian = encoding == .utf16 && mark == nil && count >= 2 && raw[0] == 0 && raw[1] != 0
        if let name = isBigEndian ? "UTF-16BE" : mark.map(\.converter) ?? encoding.converter {
            converter = TextConverter(name)
            if converter == nil { throw RunFailure("this system cannot read the encoding '\(encoding.rawValue)'") }
        }
        rawCount = count - (mark?.length ?? 0)
        raw.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[(count - rawCount)..<count]))
        if converter == nil {
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[..<rawCount]))
            end = rawCount
        }
    }

    deinit {
        bytes.deallocate()
        raw.deallocate()
    }

    /// Brings more text behind `end`; what stands before `start` goes, and offsets move with it.
    ///
    /// - Returns: false where there is no more.
    func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        makeRoom()
        guard end - start <= TextInput.maxRecord else {
            throw RunFailure(
                "\(file.name), line \(line): what begins here is longer than 16 MiB", hint: "is a quote never closed?")
        }
        if converter != nil { return try fillConverted() }
        let got = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
        end += got
        isAtEnd = got == 0
        return got > 0
    }

    /// Where the next line feed is.
    func firstLineBreak(from place: Int) -> Int? {
        guard place < end, let base = bytes.baseAddress,
            let found = memchr(base + place, Int32(UInt8(ascii: "\n")), end - place)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private func makeRoom() {
        let count = end - start
        if start > 0 {
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            (start, end) = (0, count)
        }
        guard bytes.count - end < TextInput.chunk else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        bytes.deallocate()
        bytes = larger
    }

    private func fillConverted() throws -> Bool {
        var mayRead = rawCount == 0
        while let converter {
            if mayRead {
                let got = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[rawCount...]))
                if got == 0 {
                    isAtEnd = true
                    guard rawCount == 0 else { throw unreadable(converter) }
                    return false
                }
                rawCount += got
            }
            let progress = converter.convert(
                UnsafeMutableRawBufferPointer(rebasing: raw[..<rawCount]),
                into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
            raw.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[progress.taken..<rawCount]))
            rawCount -= progress.taken
            end += progress.made
            guard progress.isReadable else { throw unreadable(converter) }
            if progress.made > 0 { return true }
            mayRead = true
        }
        return false
    }

    private func unreadable(_ converter: TextConverter) -> RunFailure {
        let lines = bytes[start..<end].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        return RunFailure(
            "\(file.name), line \(line + lines): bytes that are no \(converter.encoding)",
            hint: "set 'encoding' to one of \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}
