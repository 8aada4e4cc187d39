import QuireEngine
import QuireModel
import QuirePlugin

/// One answer as a cassette keeps it: `{"lookup":"discount","key":{"sn":"C1"},"found":{"ours":0.25}}`, with
/// `"missing":true`, or `"error":"…","attempts":4`, in place of what was found. `"masked":true` stands where secrets were
/// taken out of what was found, which is then no answer any more.
struct CassetteLine: Sendable, Hashable {
    let lookup: String
    let json: JSON
    /// The key as text; lines of one lookup are in its order.
    let keyText: String

    /// A line as it was read.
    ///
    /// - Returns: nil where it is none.
    init?(_ json: JSON) {
        guard case .string(let lookup)? = json["lookup"], case .object(let members)? = json["key"],
            json["found"] != nil || json["missing"] != nil || json["error"] != nil
        else { return nil }
        self.lookup = lookup
        self.json = json
        keyText = CassetteValues.text(of: members)
    }

    /// - Parameter redact: takes out what must not be kept.
    init(
        _ answer: LookupAnswer, to key: LookupKey, of lookup: String, _ shape: LookupShape,
        redact: (String) -> String
    ) {
        self.lookup = lookup
        let members = CassetteValues.members(key.values, shape.inputs.map(\.name), redact).members
        keyText = CassetteValues.text(of: members)
        let content: [JSON.Member]
        switch answer {
        case .found(let values):
            let (fields, isMasked) = CassetteValues.members(values, (shape.fields ?? []).map(\.name), redact)
            content =
                [JSON.Member("found", .object(fields))] + (isMasked ? [JSON.Member("masked", true)] : [])
        case .missing: content = [JSON.Member("missing", true)]
        case .failed(let failure):
            content = [
                JSON.Member("error", .string(redact(failure.message))),
                JSON.Member("attempts", .integer(Int64(failure.attempts))),
            ]
        }
        json = .object([JSON.Member("lookup", .string(lookup)), JSON.Member("key", .object(members))] + content)
    }
}

extension CassetteLine {
    /// What the line says.
    ///
    /// - Returns: nil where it cannot be used because secrets were taken out of it.
    func read(by shape: LookupShape) throws(CassetteValues.Problem) -> (key: LookupKey, answer: LookupAnswer)? {
        let inputs = shape.inputs.map { FieldShape($0.name, $0.type) }
        guard let key = try CassetteValues.read(json["key"] ?? .null, inputs, "key", of: "the lookup") else {
            return nil
        }
        if json["masked"] == true {
            let message = "its recorded answer held a secret, which is on no cassette: ask the service itself"
            return (LookupKey(key), .failed(LookupFailure(message: message, attempts: 0)))
        }
        if let found = json["found"] {
            return try CassetteValues.read(found, shape.fields ?? [], "found", of: "the lookup").map {
                (LookupKey(key), .found($0))
            }
        }
        if case .string(let message)? = json["error"] {
            let attempts: Int64 = if case .integer(let count)? = json["attempts"] { count } else { 1 }
            return (LookupKey(key), .failed(LookupFailure(message: message, attempts: Int(clamping: attempts))))
        }
        guard json["missing"] == true else {
            throw CassetteValues.Problem(message: "it says neither found, nor missing, nor error")
        }
        return (LookupKey(key), .missing)
    }
}
