/// Bytes that grow at their end.
struct ByteBuffer: ~Copyable {
    private(set) var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { start.deallocate() }

    mutating func removeAll() { count = 0 }

    /// Makes place for bytes behind the last.
    ///
    /// - Returns: where they go; they may be anything until they are written.
    @inline(__always)
    mutating func extend(by more: Int) -> UnsafeMutableRawPointer {
        if capacity - count < more { grow(by: more) }
        defer { count += more }
        return start + count
    }

    private mutating func grow(by more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) { extend(by: 1).storeBytes(of: byte, as: UInt8.self) }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        extend(by: bytes.count).copyMemory(from: source, byteCount: bytes.count)
    }

    @inline(__always)
    mutating func append<Word: FixedWidthInteger>(word: Word) {
        extend(by: MemoryLayout<Word>.size).storeBytes(of: word, as: Word.self)
    }

    /// Seven bits a byte, the lowest first.
    @inline(__always)
    mutating func append(count: Int) {
        var rest = UInt64(bitPattern: Int64(count))
        while rest > 0x7F {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Short for numbers near zero.
    @inline(__always)
    mutating func append(signed: Int64) { append(count: Int((signed << 1) ^ (signed >> 63))) }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            append(count: bytes.count)
            append(UnsafeRawBufferPointer(bytes))
        }
    }

    mutating func invert(from offset: Int) {
        for place in offset..<count {
            start.storeBytes(
                of: ~start.load(fromByteOffset: place, as: UInt8.self), toByteOffset: place, as: UInt8.self)
        }
    }
}

/// Reads what was appended to a `ByteBuffer`, which must stay as it is meanwhile.
struct ByteReader {
    private var place: UnsafeRawPointer

    init(_ start: UnsafeRawPointer) { place = start }

    @inline(__always)
    mutating func byte() -> UInt8 {
        defer { place += 1 }
        return place.load(as: UInt8.self)
    }

    @inline(__always)
    mutating func word<Word: FixedWidthInteger>(_ type: Word.Type) -> Word {
        defer { place += MemoryLayout<Word>.size }
        return place.loadUnaligned(as: Word.self)
    }

    @inline(__always)
    mutating func count() -> Int {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = byte()
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return Int(Int64(bitPattern: result)) }
            shift += 7
        }
    }

    @inline(__always)
    mutating func signed() -> Int64 {
        let zigzag = UInt64(bitPattern: Int64(count()))
        return Int64(bitPattern: (zigzag >> 1) ^ (0 &- (zigzag & 1)))
    }

    mutating func text() -> String {
        let length = count()
        defer { place += length }
        return String(decoding: UnsafeRawBufferPointer(start: place, count: length), as: UTF8.self)
    }
}
