import QuireEngine
import QuireExpression
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireRun

@Suite("Counting keys before anything is asked")
struct KeyCountTests {
    private let folder = TemporaryFolder()

    /// An enrichment `name` with a field `value`, or two of them.
    struct Asking {
        var name: String
        var lookup = "s.share"
        var inputs: [String]
        var type = FieldType.text
        var when: String?
        var dependsOn: [Int] = []
    }

    /// The rows' fields are `sn` and `currency`.
    private func count(
        _ rows: [[Value]], _ asking: [Asking], batchSize: Int = 1_000,
        isKnown: @escaping PriorKnowledge.IsKnown = { keys, _ in keys.map { _ in false } }
    ) async throws -> (tallies: [KeyCount.Tally], batches: [ForecastBatch]) {
        let reader = StubReader(["sn", "currency"], count: rows.count) { rows[$0] }
        let scope = ExpressionScope(
            fields: reader.fields,
            enrichments: asking.map { .init(name: $0.name, fields: [FieldShape("value"), FieldShape("more")]) })
        func compile(_ text: String) throws -> CompiledExpression {
            try CompiledExpression(ExpressionSyntax(ExpressionText(text)), in: scope)
        }
        let expressions = try asking.map { asking in
            KeyExpression(
                when: try asking.when.map(compile), inputs: try asking.inputs.map(compile),
                types: asking.inputs.map { .init($0, asking.type) }, zone: { $0 })
        }
        let enrichments = zip(asking, expressions).map { asking, expression in
            let parts = asking.lookup.split(separator: ".").map(String.init)
            return Enrichment(
                name: asking.name, lookups: [LookupReference(service: parts[0], lookup: parts[1])],
                dependsOn: asking.dependsOn, fieldCount: 2, makeKey: { try expression.request(for: $0, row: $1) })
        }
        var count = KeyCount(enrichments, expressions, isKnown: isKnown, folder: folder.path)
        var batches: [ForecastBatch] = []
        while let batch = try await reader.next(batchSize) { batches.append(try await count.add(batch)) }
        #expect(count.rowCount == rows.count)
        return (count.tallies, batches)
    }

    private static let rows: [[Value]] = [
        [.text("C1"), .text("EUR")], [.text("C2"), .text("EUR")], [.text("C1"), .text("USD")],
        [.null, .text("USD")], [.text("C3"), .text("CNY")], [.text("C2"), .text("EUR")],
    ]
    private static let tether = Asking(name: "tether", inputs: ["sn"])

    @Test("Each distinct key counts once over all batches; null inputs and rows outside 'when' count for nothing")
    func distinct() async throws {
        for batchSize in [1, 2, 1_000] {
            let (tallies, batches) = try await count(Self.rows, [Self.tether], batchSize: batchSize)
            #expect(tallies == [.init(keys: 3)])
            #expect(batches.flatMap(\.keys).count == 3)
        }
        let (some, _) = try await count(
            Self.rows, [Asking(name: "tether", inputs: ["sn"], when: "currency <> 'CNY'")])
        #expect(some == [.init(keys: 2)])
    }

    @Test("Of keys that follow from answers, rows with the same upstream key and the same own values count once")
    func dependent() async throws {
        let fx = Asking(
            name: "fx", lookup: "fx.rate", inputs: ["tether.value", "currency"], dependsOn: [0])
        let (tallies, batches) = try await count(Self.rows, [Self.tether, fx])
        // C1 EUR, C2 EUR, C1 USD, C3 CNY; the row without sn has no tether, so no input.
        #expect(tallies == [.init(keys: 3), .init(keys: 4, isAtMost: true)])
        #expect(batches[0].keys.filter { $0.enrichment == 1 }.map(\.after) == [[0], [1], [0], [2]])
    }

    @Test("What 'when' says of the row alone is taken, what it says of answers counts as holding")
    func conditions() async throws {
        let rowAlone = Asking(
            name: "fx", lookup: "fx.rate", inputs: ["tether.value"], when: "currency = 'EUR'", dependsOn: [0])
        #expect(try await count(Self.rows, [Self.tether, rowAlone]).tallies[1] == .init(keys: 2, isAtMost: true))
        let answer = Asking(
            name: "fx", lookup: "fx.rate", inputs: ["currency"], when: "tether.value > 1", dependsOn: [0])
        // The row without sn has no tether: null > 1 does not hold, and its currency is another row's too.
        #expect(try await count(Self.rows, [Self.tether, answer]).tallies[1] == .init(keys: 3, isAtMost: true))
    }

    @Test("Where an upstream asks nothing, the key that follows from its nulls is known")
    func nulls() async throws {
        let tether = Asking(name: "tether", inputs: ["sn"], when: "currency = 'none'")
        let fx = Asking(
            name: "fx", lookup: "fx.rate", inputs: ["coalesce(tether.value, currency)"], dependsOn: [0])
        #expect(try await count(Self.rows, [tether, fx]).tallies == [.init(), .init(keys: 3)])
    }

    @Test("A third that follows from the second has no more keys than what the second follows from")
    func chain() async throws {
        let second = Asking(name: "second", lookup: "b.share", inputs: ["tether.value"], dependsOn: [0])
        let third = Asking(
            name: "third", lookup: "c.share", inputs: ["second.value || second.more"], dependsOn: [1])
        let (tallies, batches) = try await count(Self.rows, [Self.tether, second, third], batchSize: 2)
        #expect(tallies.map(\.keys) == [3, 3, 3])
        #expect(batches[0].keys.map(\.after) == [[], [], [0], [1], [2], [3]])
    }

    @Test("A key that two enrichments ask of one lookup takes one call")
    func shared() async throws {
        let again = Asking(name: "again", inputs: ["coalesce(sn, 'C9')"])
        let (tallies, batches) = try await count(Self.rows, [Self.tether, again], batchSize: 3)
        #expect(tallies.map(\.keys) == [3, 4])
        #expect(batches.flatMap(\.keys).filter(\.isAsked).map(\.enrichment) == [0, 0, 0, 1])
        #expect(batches[0].keys.map(\.after) == [[], [], [0], [1]])
    }

    @Test("Keys that are known already, and those that the lookup does not take, count but take no call")
    func uncalled() async throws {
        let (tallies, batches) = try await count(
            Self.rows, [Self.tether], isKnown: { keys, _ in keys.map { $0 == LookupKey([.text("C2")]) } })
        #expect(tallies == [.init(keys: 3, cached: 1)])
        #expect(batches[0].keys.map(\.isAsked) == [true, false, true])
        let (invalid, none) = try await count(Self.rows, [Asking(name: "tether", inputs: ["sn"], type: .integer)])
        #expect(invalid == [.init(keys: 3)])
        #expect(none[0].keys.map(\.isAsked) == [false, false, false])
    }
}
