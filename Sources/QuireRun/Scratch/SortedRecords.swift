import Glibc
import QuireModel

/// Records in the order of their keys, in bounded memory: as many as fit are sorted there and put on disk as a run,
/// and runs are merged while they are read. Records of equal keys stay in the order in which they came.
///
/// - Note: D. E. Knuth, "The Art of Computer Programming", vol. 3, section 5.4, external sorting by merging.
final class SortedRecords {
    /// A record that waits in memory.
    private struct Entry {
        /// The first bytes of its key, which mostly decide.
        var prefix: UInt64
        var offset: Int
    }

    private let file: WorkFile
    private let memory: Int
    private var waiting = ByteBuffer(capacity: 64 << 10)
    private var entries: [Entry] = []
    /// Places in the file, ascending.
    private var runs: [Range<Int>] = []
    private var merge: RunMerge?
    private var readCount = 0

    /// - Parameter memory: bytes that are sorted at once, and again as many for reading at most.
    init(in folder: String, memory: Int = 24 << 20) throws(RunFailure) {
        file = try WorkFile(in: folder) { .workFile($0, in: folder, needed: $1) }
        self.memory = memory
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - key: appends its key, which decides by its bytes.
    ///   - content: appends what is given back.
    func add(key: (inout ByteBuffer) -> Void, content: (inout ByteBuffer) -> Void) throws(RunFailure) {
        let offset = waiting.count
        _ = waiting.extend(by: RecordHeader.size)
        key(&waiting)
        let keyCount = waiting.count - offset - RecordHeader.size
        content(&waiting)
        let header = RecordHeader(keyCount: keyCount, count: waiting.count - offset - RecordHeader.size)
        header.store(to: waiting.start + offset)
        entries.append(Entry(prefix: Record(waiting.start + offset).prefix, offset: offset))
        if waiting.count + entries.count * MemoryLayout<Entry>.stride >= memory { try endRun() }
    }

    /// Puts all in order; none may be added after that.
    func finish() throws(RunFailure) {
        if runs.isEmpty { return sortWaiting() }
        try endRun()
        waiting = ByteBuffer(capacity: 0)
        entries = []
        try rewind()
    }

    /// Begins again with the first record.
    func rewind() throws(RunFailure) {
        readCount = 0
        if !runs.isEmpty { merge = try RunMerge(runs, of: file, memory: memory) }
    }

    /// The content of the next record, there until the next call; nil after the last.
    func next() throws(RunFailure) -> UnsafeRawPointer? {
        if let merge { return try merge.next()?.content }
        guard readCount < entries.count else { return nil }
        defer { readCount += 1 }
        return Record(waiting.start + entries[readCount].offset).content
    }

    private func sortWaiting() {
        let start = UnsafeRawPointer(waiting.start)
        entries.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let order = Record(start + left.offset).order(Record(start + right.offset))
            return order == 0 ? left.offset < right.offset : order < 0
        }
    }

    private func endRun() throws(RunFailure) {
        guard !entries.isEmpty else { return }
        sortWaiting()
        let begin = file.size
        var block = ByteBuffer(capacity: 256 << 10)
        for entry in entries {
            block.append(Record(waiting.start + entry.offset).bytes)
            if block.count >= 192 << 10 {
                try file.append(UnsafeRawBufferPointer(start: block.start, count: block.count))
                block.removeAll()
            }
        }
        try file.append(UnsafeRawBufferPointer(start: block.start, count: block.count))
        runs.append(begin..<file.size)
        waiting.removeAll()
        entries.removeAll(keepingCapacity: true)
    }
}

/// How long a record and its key are.
struct RecordHeader {
    static let size = 8

    var keyCount: Int
    /// Of key and content.
    var count: Int

    init(keyCount: Int, count: Int) {
        self.keyCount = keyCount
        self.count = count
    }

    init(at place: UnsafeRawPointer) {
        keyCount = Int(place.loadUnaligned(as: UInt32.self))
        count = Int((place + 4).loadUnaligned(as: UInt32.self))
    }

    func store(to place: UnsafeMutableRawPointer) {
        place.storeBytes(of: UInt32(keyCount), as: UInt32.self)
        (place + 4).storeBytes(of: UInt32(count), as: UInt32.self)
    }
}

/// A whole record in memory.
struct Record {
    private let start: UnsafeRawPointer
    private let header: RecordHeader

    init(_ start: UnsafeRawPointer) {
        self.start = start
        header = RecordHeader(at: start)
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: RecordHeader.size + header.count) }

    var content: UnsafeRawPointer { start + RecordHeader.size + header.keyCount }

    private var key: UnsafeRawPointer { start + RecordHeader.size }

    /// Of shorter keys filled up with zeros.
    var prefix: UInt64 {
        if header.keyCount >= 8 { return UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
        var prefix: UInt64 = 0
        for place in 0..<header.keyCount {
            prefix |= UInt64(key.load(fromByteOffset: place, as: UInt8.self)) << UInt64(56 - 8 * place)
        }
        return prefix
    }

    /// Less than, equal to or greater than zero, as the keys compare.
    func order(_ other: Record) -> Int {
        let order = memcmp(key, other.key, min(header.keyCount, other.header.keyCount))
        return order != 0 ? Int(order) : header.keyCount - other.header.keyCount
    }
}
