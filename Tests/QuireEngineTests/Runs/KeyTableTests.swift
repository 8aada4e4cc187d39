import QuireModel
import Testing

@testable import QuireEngine

@Suite("Table of keys")
struct KeyTableTests {
    static let keys = [
        LookupKey([.integer(1)]), LookupKey([.number(1)]), LookupKey([.text("1")]),
        LookupKey([.text("1"), .text("2")]),
        LookupKey([.text("12")]), LookupKey([.text("12"), .text("")]), LookupKey([.text("caf\u{E9}")]),
        LookupKey([.text("cafe\u{301}")]),
    ]

    @Test("Keys are told apart by number, kind and content of their values")
    func distinct() {
        var table = KeyTable<Int>()
        for (number, key) in Self.keys.enumerated() {
            #expect(table[key] == nil, "\(number)")
            table[key] = number
        }
        #expect(Self.keys.map { table[$0] } == Array(Self.keys.indices))
    }

    @Test("A key that is there keeps what it has, until it is removed")
    func keeps() {
        for key in Self.keys {
            var table = KeyTable<Int>()
            let first = table.find(key, orInsert: 1)
            let second = table.find(key, orInsert: 2)
            #expect((first, second) == (1, 1))
            #expect(!table.isEmpty)
            table[key] = nil
            #expect(table.isEmpty)
        }
    }
}
