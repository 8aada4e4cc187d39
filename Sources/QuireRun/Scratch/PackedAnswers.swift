/// Many small contents by key, as bytes: a hundred thousand answers in a few megabytes.
struct PackedAnswers {
    private static let pageSize = 1 << 20

    /// Entries one behind the other: lengths of key and content, key, content. No entry lies on two pages.
    private var pages: [[UInt8]] = []
    /// Open addressing: the page and the place on it of an entry, plus one; 0 is free.
    private var table = [UInt64](repeating: 0, count: 1024)
    private(set) var count = 0

    /// - Returns: nil where the key has no content.
    func content(of key: [UInt8]) -> [UInt8]? {
        let entry = table[slot(of: key)]
        guard entry != 0 else { return nil }
        let (keyRange, contentEnd) = layout(of: entry)
        return Array(pages[page(of: entry)][keyRange.upperBound..<contentEnd])
    }

    /// Keeps a content, in place of the one before it.
    mutating func set(_ content: [UInt8], of key: [UInt8]) {
        let slot = slot(of: key)
        let isNew = table[slot] == 0
        table[slot] = append(key, content)
        guard isNew else { return }
        count += 1
        if count * 4 > table.count * 3 { grow() }
    }

    private mutating func append(_ key: [UInt8], _ content: [UInt8]) -> UInt64 {
        let size = 8 + key.count + content.count
        if pages.isEmpty || pages[pages.count - 1].count + size > Self.pageSize {
            pages.append([])
            pages[pages.count - 1].reserveCapacity(max(size, Self.pageSize))
        }
        let page = pages.count - 1
        let place = pages[page].count
        for length in [key.count, content.count] {
            withUnsafeBytes(of: UInt32(length)) { pages[page] += $0 }
        }
        pages[page] += key
        pages[page] += content
        return UInt64(page) << 32 | UInt64(place) + 1
    }

    private func page(of entry: UInt64) -> Int { Int((entry - 1) >> 32) }

    private func layout(of entry: UInt64) -> (key: Range<Int>, contentEnd: Int) {
        let place = Int((entry - 1) & 0xFFFF_FFFF)
        return pages[page(of: entry)].withUnsafeBytes { bytes in
            let key = Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            let content = Int(bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
            return (place + 8..<place + 8 + key, place + 8 + key + content)
        }
    }

    /// Where the key stands in the table, or would.
    private func slot(of key: [UInt8]) -> Int {
        var slot = Self.hash(key[...]) & (table.count - 1)
        while table[slot] != 0 {
            let entry = table[slot]
            if pages[page(of: entry)][layout(of: entry).key].elementsEqual(key) { return slot }
            slot = (slot + 1) & (table.count - 1)
        }
        return slot
    }

    private static func hash(_ key: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        key.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private mutating func grow() {
        let old = table
        table = Array(repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            var slot = Self.hash(pages[page(of: entry)][layout(of: entry).key]) & (table.count - 1)
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = entry
        }
    }
}
