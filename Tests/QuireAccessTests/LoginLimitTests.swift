import QuireModel
import Testing

@testable import QuireAccess

@Suite("The limit of failed logins")
struct LoginLimitTests {
    private static func at(_ seconds: Int64) -> LocalDateTime { LocalDateTime(microseconds: seconds * 1_000_000) }

    @Test(
        "counts those of the last 15 minutes, and says when the next one is looked at",
        arguments: [
            ([], 10_000, nil), ([9_999, 9_998, 9_997, 9_996], 10_000, nil),
            ([9_000, 9_200, 9_400, 9_600, 9_800], 9_800, 100), ([9_000, 9_200, 9_400, 9_600, 9_800], 9_899, 1),
            ([9_000, 9_200, 9_400, 9_600, 9_800], 9_900, nil),
            // Six within the time: the second oldest must go as well.
            ([9_000, 9_100, 9_200, 9_400, 9_600, 9_800], 9_800, 200),
            // From before the clock was set right.
            ([20_000, 20_000, 20_000, 20_000, 20_000], 10_000, nil),
        ] as [([Int64], Int64, Int?)])
    func name(_ failed: [Int64], now: Int64, wait: Int?) {
        for order in [failed, failed.reversed()] {
            #expect(LoginLimit.ofName.secondsToWait(order.map(Self.at), at: Self.at(now)) == wait)
        }
    }

    @Test("is 5 for a name and 20 for an address")
    func limits() {
        let failed = (0..<20).map { Self.at(1000 + $0) }
        #expect(LoginLimit.ofName.secondsToWait(Array(failed[..<4]), at: Self.at(1020)) == nil)
        #expect(LoginLimit.ofName.secondsToWait(Array(failed[..<5]), at: Self.at(1020)) == 880)
        #expect(LoginLimit.ofAddress.secondsToWait(Array(failed[..<19]), at: Self.at(1020)) == nil)
        #expect(LoginLimit.ofAddress.secondsToWait(failed, at: Self.at(1020)) == 880)
    }

    @Test("part of a second is a whole one to wait")
    func rounding() {
        let failed = Array(repeating: LocalDateTime(microseconds: 1), count: 5)
        #expect(LoginLimit.ofName.secondsToWait(failed, at: LocalDateTime(microseconds: 500_000)) == 900)
    }

    @Test(
        "one party is one address of version 4, and one network of version 6",
        arguments: [
            ("192.0.2.7", "::ffff:192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("2001:db8::1", "2001:db8:0:0:ffff::2", true), ("2001:db8:0:1::1", "2001:db8::1", false),
        ])
    func networks(_ one: String, _ other: String, areSame: Bool) throws {
        let networks = try [one, other].map { try #require(IPAddress($0)).network }
        #expect((networks[0] == networks[1]) == areSame)
    }

    @Test(
        "which addresses only this machine reaches",
        arguments: [
            ("127.0.0.1", true), ("127.8.9.1", true), ("::1", true), ("::ffff:127.0.0.1", true), ("0.0.0.0", false),
            ("::", false), ("10.0.0.1", false), ("fe80::1%eth0", false),
        ])
    func loopback(_ text: String, isLoopback: Bool) { #expect(IPAddress(text)?.isLoopback == isLoopback) }

    @Test("names are no addresses", arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "[::1]", "2130706433"])
    func noAddress(_ text: String) { #expect(IPAddress(text) == nil) }
}
