import QuireModel
import Testing

@testable import quire_benchmark

@Suite("Outcomes")
struct OutcomeTests {
    @Test(
        "the median is the middle one, or the mean of two",
        arguments: [([3.0], 3.0), ([1, 9, 2], 2), ([4, 1, 3, 2], 2.5)] as [([Double], Double)])
    func median(of numbers: [Double], is expected: Double) { #expect(numbers.median == expected) }

    @Test("the median of nothing is no number") func medianOfNothing() { #expect([Double]().median.isNaN) }

    @Test(
        "a case is reached up to what is allowed",
        arguments: [(0.5, true), (0.575, true), (0.58, false)])
    func reached(at seconds: Double, is expected: Bool) {
        let outcome = Outcome(name: "a", title: "A", measured: [seconds], limits: [0.5], allowed: 1.15)
        #expect(outcome.isReached == expected)
    }

    @Test("the ratio is that of the medians, the least ratio that of the least")
    func ratios() {
        let outcome = Outcome(name: "a", title: "A", measured: [6, 3, 4], limits: [2, 1, 4], allowed: 2)
        #expect(outcome.ratio == 2)
        #expect(outcome.leastRatio == 3)
    }

    private let outcomes = [
        Outcome(name: "chain", title: "two enrichments", measured: [0.5], limits: [0.4], allowed: 1.25),
        Outcome(
            name: "memory", title: "peak", unit: .bytes, measured: [180_000_000], limits: [150e6], allowed: 1),
    ]

    @Test("the table has a line a case")
    func table() {
        #expect(
            ResultTable.text(outcomes) == """
                | case            | measured |    limit |  ratio |  least | at most |      |
                | --------------- | -------- | -------- | ------ | ------ | ------- | ---- |
                | two enrichments |  0.500 s |  0.400 s | 1.25 × | 1.25 × |  1.25 × | ok   |
                | peak            | 180.0 MB | 150.0 MB | 1.20 × | 1.20 × |  1.00 × | over |
                """)
    }

    @Test("the JSON has every round, and the machine")
    func json() {
        let machine = Machine(
            processor: "P", cores: 2, memory: 4 << 30, system: "Linux", swift: "Swift version 6.3", load: 0.25)
        let json = ResultJSON.of(outcomes, on: machine)
        #expect(json["machine"]?["cores"] == 2)
        #expect(json["machine"]?["load"] == 0.25)
        #expect(json["cases"]?[0]?["measured"] == [0.5])
        #expect(json["cases"]?[0]?["ok"] == true)
        #expect(json["cases"]?[1]?["unit"] == "bytes")
        #expect(json["cases"]?[1]?["ok"] == false)
    }

    @Test("the machine says what it is")
    func machine() {
        let machine = Machine(
            processor: "P", cores: 2, memory: 4 << 30, system: "Linux", swift: "Swift version 6.3", load: 0.256)
        #expect(machine.description == "P, 2 cores, 4 GiB, Linux, Swift version 6.3, load 0.26")
    }
}
