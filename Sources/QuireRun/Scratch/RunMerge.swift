import QuireModel

/// Reads runs of a file as one, in the order of their keys; of equal keys the earlier run's come first.
final class RunMerge {
    private var cursors: [RunCursor] = []
    /// Places of cursors that are not at their end, the least record's on top.
    private var heap: [Int] = []
    private var isBegun = false

    /// - Parameter memory: bytes to read ahead, shared by all runs.
    init(_ runs: [Range<Int>], of file: WorkFile, memory: Int) throws(RunFailure) {
        let share = min(max(memory / runs.count, 16 << 10), 256 << 10)
        for run in runs {
            let cursor = RunCursor(run, of: file, share: share)
            if try cursor.advance() { heap.append(cursors.count) }
            cursors.append(cursor)
        }
        for place in heap.indices.reversed() { sink(place) }
    }

    /// The next record, there until the next call.
    func next() throws(RunFailure) -> Record? {
        if isBegun, let top = heap.first {
            if try !cursors[top].advance() {
                heap[0] = heap[heap.count - 1]
                heap.removeLast()
            }
            sink(0)
        }
        isBegun = true
        return heap.first.map { cursors[$0].record }
    }

    private func sink(_ place: Int) {
        var place = place
        while true {
            var least = place
            for child in (2 * place + 1)..<(2 * place + 3) where child < heap.count {
                if isBefore(heap[child], heap[least]) { least = child }
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        if cursors[left].prefix != cursors[right].prefix { return cursors[left].prefix < cursors[right].prefix }
        let order = cursors[left].record.order(cursors[right].record)
        return order == 0 ? left < right : order < 0
    }
}

/// Reads one run from its beginning, a part at a time.
private final class RunCursor {
    private let file: WorkFile
    private var unread: Range<Int>
    private var space: UnsafeMutableRawBufferPointer
    /// What of `space` is read and lies ahead.
    private var ahead = 0..<0
    private(set) var record: Record
    private(set) var prefix: UInt64 = 0

    init(_ run: Range<Int>, of file: WorkFile, share: Int) {
        self.file = file
        unread = run
        space = .allocate(byteCount: share, alignment: 16)
        space.initializeMemory(as: UInt8.self, repeating: 0)
        record = Record(UnsafeRawPointer(space.baseAddress!))
    }

    deinit { space.deallocate() }

    /// - Returns: false behind the last record.
    func advance() throws(RunFailure) -> Bool {
        if ahead.isEmpty && unread.isEmpty { return false }
        if ahead.count < RecordHeader.size { try read(atLeast: RecordHeader.size) }
        var count = RecordHeader.size + RecordHeader(at: base + ahead.lowerBound).count
        if ahead.count < count { try read(atLeast: count) }
        record = Record(base + ahead.lowerBound)
        prefix = record.prefix
        count = record.bytes.count
        ahead = (ahead.lowerBound + count)..<ahead.upperBound
        return true
    }

    private var base: UnsafeRawPointer { UnsafeRawPointer(space.baseAddress!) }

    private func read(atLeast count: Int) throws(RunFailure) {
        let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(space)[ahead])
        if count > space.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
            larger.copyMemory(from: rest)
            space.deallocate()
            space = larger
        } else if !rest.isEmpty {
            space.copyMemory(from: rest)
        }
        let more = min(space.count - rest.count, unread.count)
        try file.read(
            at: unread.lowerBound,
            into: UnsafeMutableRawBufferPointer(rebasing: space[rest.count..<(rest.count + more)]))
        unread = (unread.lowerBound + more)..<unread.upperBound
        ahead = 0..<(rest.count + more)
    }
}
