import QuireModel
import QuirePlugin
import QuireYAML
import Testing

private func read<Content: DefinitionValue>(_ type: Content.Type, _ yaml: String) -> (Content?, [String]) {
    var reading = Reading(registry: Registry())
    do {
        let node = try YAMLReader.read(Array(yaml.utf8), file: "a.yaml")
        return (reading.read(type, from: node, named: "it"), reading.diagnostics.map(\.message))
    } catch {
        return (nil, [error.description])
    }
}

@Test(
    "A duration is written with its units",
    arguments: [
        ("250ms", 0.25), ("5s", 5), ("2m", 120), ("1h30m", 5400), ("7d", 604_800), ("1.5s", 1.5), ("0s", 0),
    ])
func durations(text: String, seconds: Double) {
    let (duration, problems) = read(Duration.self, text)
    #expect(duration == .seconds(seconds))
    #expect(problems.isEmpty)
}

@Test(
    "What is no duration is refused",
    arguments: ["5", "-5s", "5 s", "s", "5sec", "1.s", ".5s", "5S", "٥s", "1e3s", "99999999999s", "~", "[5s]"])
func noDurations(text: String) {
    let (duration, problems) = read(Duration.self, text)
    #expect(duration == nil)
    #expect(problems.count == 1)
}

@Test(
    "A rate is a number in one unit of time",
    arguments: [("100/s", 100, 1), ("600/m", 600, 60), ("0.5/s", 0.5, 1), ("1/ms", 1, 0.001), ("9/h", 9, 3600)])
func rates(text: String, count: Double, seconds: Double) {
    #expect(read(Rate.self, text).0 == Rate(count: count, interval: .seconds(seconds)))
}

@Test(
    "What is no rate is refused",
    arguments: ["100", "100/", "/s", "0/s", "-1/s", "100/2s", "1e3/s", "inf/s", "0x10/s", "100/m2s", "1/s/s"])
func noRates(text: String) {
    let (rate, problems) = read(Rate.self, text)
    #expect(rate == nil)
    #expect(problems == ["'it' takes a rate such as 200/s, not '\(text)'"])
}

@Test(
    "A size is written with its unit",
    arguments: [("10MiB", 10_485_760), ("0B", 0), ("1.5KiB", 1536), ("2GiB", 2_147_483_648)])
func sizes(text: String, bytes: Int) {
    #expect(read(ByteCount.self, text).0 == ByteCount(bytes: bytes))
}

@Test("What is no size is refused", arguments: ["10", "10MB", "10 MiB", "-1B", "MiB", "9999999999GiB"])
func noSizes(text: String) {
    #expect(read(ByteCount.self, text).1 == ["'it' takes a size such as 10MiB, not '\(text)'"])
}

@Test("A share is a percentage up to 100", arguments: [("10%", 0.1), ("0%", 0), ("100%", 1), ("2.5%", 0.025)])
func shares(text: String, fraction: Double) {
    #expect(read(Share.self, text).0 == Share(fraction))
}

@Test("What is no share is refused", arguments: ["10", "0.1", "101%", "-1%", "'%'", "10 %"])
func noShares(text: String) {
    let (share, problems) = read(Share.self, text)
    #expect(share == nil)
    #expect(problems.count == 1)
}

@Test("Names are lower-case letters, digits and _, and begin with a letter")
func names() {
    for name in ["a", "signed_on", "a1", "z_"] { #expect(Named<String>.isName(name), "\(name)") }
    for name in ["", "A", "1a", "_a", "a-b", "a b", "é", "aé"] { #expect(!Named<String>.isName(name), "\(name)") }
}
