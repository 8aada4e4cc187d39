import QuireModel
import Testing

@testable import QuireEngine

@Suite("Outage")
struct OutageTests {
    @Test(
        "Time counts while the service is tried, while it asked for a pause only beyond retry_after_max, idle never",
        arguments: [
            ([(Outage.Activity.trying, 60)], false), ([(.trying, 61)], true),
            ([(.pausedByService, 60), (.trying, 60)], false), ([(.pausedByService, 61), (.trying, 60)], true),
            ([(.pausedByService, 121)], true),
            ([(.idle, 10_000)], false), ([(.trying, 30), (.idle, 10_000), (.trying, 30)], false),
            ([(.trying, 30), (.idle, 10_000), (.trying, 31)], true),
        ])
    func counts(stretches: [(Outage.Activity, Int)], isDown: Bool) {
        var outage = Outage(limits: ServiceLimits())
        var now = Duration.seconds(5)
        outage.pass(now: now)
        outage.failed()
        for (activity, seconds) in stretches {
            outage.goOn(activity)
            now += .seconds(seconds)
            outage.pass(now: now)
        }
        #expect(outage.isBeyondLimit == isDown)
    }

    @Test("It says when it will be too long")
    func foretells() throws {
        for activity in [Outage.Activity.trying, .pausedByService] {
            var outage = Outage(limits: ServiceLimits())
            outage.pass(now: .seconds(7))
            outage.failed()
            outage.goOn(activity)
            let moment = try #require(outage.beyondLimitAt)
            outage.pass(now: moment - .nanoseconds(1))
            #expect(!outage.isBeyondLimit)
            outage.pass(now: moment)
            #expect(outage.isBeyondLimit)
        }
    }

    @Test("Without a failure there is none, and a success ends it")
    func ends() {
        var outage = Outage(limits: ServiceLimits())
        outage.goOn(.trying)
        outage.pass(now: .seconds(100))
        #expect(!outage.isBeyondLimit)
        outage.failed()
        outage.pass(now: .seconds(200))
        #expect(outage.isBeyondLimit)
        outage.ended()
        #expect(!outage.isBeyondLimit)
        #expect(outage.beyondLimitAt == nil)
    }
}
