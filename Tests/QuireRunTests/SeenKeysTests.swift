import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct SeenKeysTests {
    private let folder = TemporaryFolder()

    @Test("a key is new once, whether it is kept in memory or on disk", arguments: [0, 3, 100])
    func new(memoryLimit: Int) async throws {
        let seen = SeenKeys(memoryLimit: memoryLimit, folder: folder.path)
        let keys = [1, 2, 2, 3, 4, 5, 1].map { LookupKey([.integer($0), .null]) }
        #expect(try await seen.add(keys) == [true, true, false, true, true, true, false])
        #expect(try await seen.add(keys) == keys.map { _ in false })
        #expect(try await seen.add([LookupKey([.text("1"), .null])]) == [true])
    }
}
