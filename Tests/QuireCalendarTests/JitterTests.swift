import QuireCalendar
import QuireModel
import Testing

@Test("A schedule's jitter is the same every time, and others have others")
func sameEveryTime() {
    let fire = moment("2026-12-01 07:00")
    let delays = (1...200).map { number in
        let jitter = Jitter(.seconds(300), of: "contracts/s\(number)")
        let delay = jitter.moment(of: fire, before: nil).microseconds - fire.microseconds
        #expect(
            delay == jitter.moment(of: moment("2027-01-01 07:00"), before: nil).microseconds
                - moment("2027-01-01 07:00").microseconds)
        return delay / 1_000_000
    }
    #expect(delays.allSatisfy { (0...300).contains($0) })
    // All over the five minutes.
    #expect(Set(delays.map { $0 / 30 }).count >= 10)
    #expect(Set(delays).count > 100)
}

@Test("Jitter never reaches the next fire", arguments: [0, 1, 59, 60, 61, 3600])
func neverReachesNext(seconds: Int) {
    for number in 1...100 {
        let jitter = Jitter(.seconds(seconds), of: "a/s\(number)")
        let fire = moment("2026-12-01 07:00")
        let begins = jitter.moment(of: fire, before: moment("2026-12-01 07:01"))
        #expect(begins >= fire)
        #expect(begins < moment("2026-12-01 07:01"))
    }
}
