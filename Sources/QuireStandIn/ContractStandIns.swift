package import QuireModel

/// The two services of the demo, made up but for their shape: who bears a contract's discount, and exchange rates.
package enum ContractStandIns {
    /// What share of its discount is ours, in hundredths: (7 × n + 18) mod 101, where n is the number that the digits in
    /// its serial number make (the last nine of them; 0 without any). C1 has 25, C2 has 32.
    package static func ours(_ sn: String) -> Int {
        (7 * number(sn) + 18) % 101
    }

    /// What a contract is settled in: CNY where its number, as in `ours`, can be divided by two, otherwise USD or EUR.
    package static func currency(_ sn: String) -> String {
        ["CNY", "USD", "CNY", "EUR"][number(sn) % 4]
    }

    private static func number(_ sn: String) -> Int {
        var number = 0
        for byte in sn.utf8 where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
            number = (number * 10 + Int(byte - UInt8(ascii: "0"))) % 1_000_000_000
        }
        return number
    }

    /// Serial numbers that are empty or begin with `X` are unknown.
    package static func isKnown(_ sn: String) -> Bool { !sn.isEmpty && !sn.utf8.starts(with: "X".utf8) }

    /// `GET /contract/?sn=C1` and `POST /contract/batch` with `{"sns": […]}`, where `Authorization: Token …` holds the
    /// token. A batch leaves unknown contracts out.
    package static func tether(token: String, delay: Duration = .zero) -> StandIn.Handler {
        { request in
            var answer = tetherAnswer(request, token: "Token " + token)
            answer.delay = delay
            return answer
        }
    }

    private static func tetherAnswer(_ request: StandInRequest, token: String) -> StandInAnswer {
        guard request.header("Authorization") == token else {
            return StandInAnswer(#"{"code":40100,"msg":"invalid token"}"#, status: 401)
        }
        switch (request.method, request.path) {
        case ("GET", "/contract/"):
            guard let sn = request.query("sn"), isKnown(sn) else {
                return StandInAnswer("Not Found", status: 404)
            }
            var body = Array(#"{"code":0,"msg":"","discount":"#.utf8)
            writeDiscount(sn, into: &body)
            return StandInAnswer(body: body)
        case ("POST", "/contract/batch"):
            guard case .array(let sns)? = (try? JSON.parse(request.body))?["sns"] else {
                return StandInAnswer(#"{"code":40000,"msg":"sns is missing"}"#, status: 400)
            }
            return StandInAnswer(body: batch(sns))
        default:
            return StandInAnswer(#"{"code":40401,"msg":"no such page"}"#, status: 404)
        }
    }

    private static func batch(_ sns: [JSON]) -> [UInt8] {
        var body = Array(#"{"code":0,"msg":"","results":["#.utf8)
        body.reserveCapacity(80 * sns.count + 40)
        var isFirst = true
        for case .string(let sn) in sns where isKnown(sn) {
            if !isFirst { body.append(UInt8(ascii: ",")) }
            isFirst = false
            body.append(contentsOf: #"{"sn":"#.utf8)
            JSON.write(sn, into: &body)
            body.append(contentsOf: #","discount":"#.utf8)
            writeDiscount(sn, into: &body)
        }
        body.append(contentsOf: "]}".utf8)
        return body
    }

    /// The rest of an object from the value of `discount` on.
    private static func writeDiscount(_ sn: String, into body: inout [UInt8]) {
        let ours = ours(sn)
        body.append(contentsOf: #"{"ours":"#.utf8)
        writeHundredths(ours, into: &body)
        body.append(contentsOf: #","theirs":"#.utf8)
        writeHundredths(100 - ours, into: &body)
        body.append(contentsOf: #"},"currency":""#.utf8)
        body.append(contentsOf: currency(sn).utf8)
        body.append(contentsOf: #""}"#.utf8)
    }

    /// 25 as `0.25`, 30 as `0.3`, 100 as `1`.
    private static func writeHundredths(_ hundredths: Int, into body: inout [UInt8]) {
        body.append(contentsOf: String(hundredths / 100).utf8)
        let rest = hundredths % 100
        guard rest > 0 else { return }
        body.append(UInt8(ascii: "."))
        body.append(UInt8(ascii: "0") + UInt8(rest / 10))
        if rest % 10 > 0 { body.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
    }

    /// What a unit of a currency cost in CNY on a day, as text with two decimals: its figure below, plus a hundredth for
    /// each day of the month after the second. USD on 2026-01-02 is `7.12`. Nil where the currency is unknown.
    package static func rate(_ currency: String, _ day: CalendarDate) -> String? {
        guard let base = rates[currency] else { return nil }
        let hundredths = base + day.components.day - 2
        return "\(hundredths / 100).\(padded(hundredths % 100, 2))"
    }

    private static let rates = ["CNY": 100, "USD": 712, "EUR": 835, "GBP": 962, "HKD": 91, "SGD": 555, "AUD": 471]

    /// `GET /rates?currency=USD&day=2026-01-02`, and `POST /rates/batch` with a list of `{"c": …, "d": …}`, bare or as
    /// an object's member.
    package static func fx(delay: Duration = .zero) -> StandIn.Handler {
        { request in
            var answer = fxAnswer(request)
            answer.delay = delay
            return answer
        }
    }

    private static func fxAnswer(_ request: StandInRequest) -> StandInAnswer {
        switch (request.method, request.path) {
        case ("GET", "/rates"):
            guard let day = request.query("day").flatMap({ CalendarDate($0) }) else {
                return StandInAnswer(#"{"error":"day is missing"}"#, status: 400)
            }
            guard let rate = rate(request.query("currency") ?? "", day) else {
                return StandInAnswer(#"{"error":"no such currency"}"#, status: 404)
            }
            return StandInAnswer(JSON.members(["rate": .string(rate)]))
        case ("POST", "/rates/batch"):
            guard let pairs = list(try? JSON.parse(request.body)) else {
                return StandInAnswer(#"{"error":"a list is missing"}"#, status: 400)
            }
            let rates = pairs.compactMap { pair -> JSON? in
                guard case .string(let currency)? = pair["c"], case .string(let day)? = pair["d"],
                    let date = CalendarDate(day), let rate = rate(currency, date)
                else { return nil }
                return .members(["c": .string(currency), "d": .string(day), "rate": .string(rate)])
            }
            return StandInAnswer(JSON.members(["rates": .array(rates)]))
        default:
            return StandInAnswer(#"{"error":"no such page"}"#, status: 404)
        }
    }

    private static func list(_ document: JSON?) -> [JSON]? {
        switch document {
        case .array(let elements): return elements
        case .object(let members):
            for case .array(let elements) in members.lazy.map(\.value) { return elements }
            return nil
        default: return nil
        }
    }
}
