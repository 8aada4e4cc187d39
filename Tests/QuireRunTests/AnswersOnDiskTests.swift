import QuireEngine
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct AnswersOnDiskTests {
    private let folder = TemporaryFolder()
    private let lookup = LookupReference(service: "tether", lookup: "discount")
    private let other = LookupReference(service: "tether", lookup: "owner")

    private func key(_ number: Int) -> LookupKey { LookupKey([.text("C\(number)"), .integer(Int64(number))]) }

    private func answer(_ number: Int) -> LookupAnswer {
        switch number % 3 {
        case 0: .found([.number(Double(number) / 4), .null, .text("汉")])
        case 1: .missing
        default: .failed(LookupFailure(message: "503 from \(number)", attempts: number))
        }
    }

    private func known(_ number: Int) -> KnownAnswer {
        KnownAnswer(answer: answer(number), countedBy: 1 << 63 | UInt64(number), isFromBefore: number % 2 == 0)
    }

    @Test("every answer is found again, in memory or past its bound", arguments: [0, 10, 100])
    func foundAgain(memoryLimit: Int) async throws {
        let store = AnswersOnDisk(memoryLimit: memoryLimit, folder: folder.path)
        for start in stride(from: 0, to: 60, by: 7) {
            try await store.keep(
                (start..<min(start + 7, 60)).map {
                    KeptAnswer(key: key($0), known: known($0), isNew: true)
                },
                of: lookup)
        }
        let found = try await store.answers(for: (0..<61).map(key), of: lookup)
        for number in 0..<60 { #expect(found[number] == known(number)) }
        #expect(found[60] == nil)
        #expect(try await store.answers(for: [key(1)], of: other) == [nil])
    }

    @Test("an answer that is kept again replaces the one before", arguments: [0, 10])
    func replaced(memoryLimit: Int) async throws {
        let store = AnswersOnDisk(memoryLimit: memoryLimit, folder: folder.path)
        let first = KnownAnswer(answer: .missing, countedBy: 1)
        let second = KnownAnswer(answer: .found([.integer(2)]), countedBy: 3)
        func kept(_ numbers: some Sequence<Int>, _ known: KnownAnswer) -> [KeptAnswer] {
            numbers.map { KeptAnswer(key: key($0), known: known, isNew: true) }
        }
        try await store.keep(kept(0..<10, first), of: lookup)
        try await store.keep(kept(10..<20, first), of: lookup)
        try await store.keep(kept([3, 13, 30], second), of: lookup)
        #expect(
            try await store.answers(for: [key(3), key(13), key(30), key(4)], of: lookup) == [
                second, second, second, first,
            ])
    }
}
