import Crypto
import QuireModel
import QuirePlugin

/// What a webhook is told.
struct WebhookMessage: Sendable {
    /// JSON in UTF-8.
    let body: [UInt8]

    init(_ file: DeliveredFile) {
        let described = JSON.members([
            "name": .string(file.name), "url": file.url.map(JSON.string) ?? .null,
            "size": .integer(Int64(file.size)), "sha256": .string(file.sha256),
        ])
        self.init(file.summary, file: described)
    }

    init(_ run: FailedRun) { self.init(run.summary, file: .null) }

    private init(_ run: JSON, file: JSON) {
        var status = "succeeded"
        if case .string(let text)? = run["status"] { status = text }
        let message = JSON.members(["event": .string("run." + status), "run": run, "file": file])
        body = Array(message.text.utf8)
    }

    /// The header `Quire-Signature`: `t=1769904000,v1=…`, the HMAC-SHA256 of `t.body` in hexadecimal digits.
    ///
    /// - Parameter moment: seconds since 1970.
    func signature(secret: String, at moment: Int64) -> String {
        var authentication = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
        authentication.update(data: Array("\(moment).".utf8))
        authentication.update(data: body)
        let digits = authentication.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "t=\(moment),v1=\(digits.joined())"
    }
}
