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
        keyText = Self.text(ofKey: members)
    }

    /// - Parameter redact: takes out what must not be kept.
    init(
        _ answer: LookupAnswer, to key: LookupKey, of lookup: String, _ shape: LookupShape,
        redact: (String) -> String
    ) {
        self.lookup = lookup
        let members = zip(shape.inputs, key.values).map { JSON.Member($0.name, Self.json($1, redact)) }
        keyText = Self.text(ofKey: members)
        let content: [JSON.Member]
        switch answer {
        case .found(let values):
            let fields = zip(shape.fields ?? [], values).map { JSON.Member($0.name, Self.json($1, redact)) }
            let isMasked = zip(fields, values).contains { $0.value != Self.json($1) { $0 } }
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

    /// The same for the same key, in whatever order its inputs are written.
    private static func text(ofKey members: [JSON.Member]) -> String {
        JSON.object(members.sorted { $0.name < $1.name }).text
    }

    /// A decimal goes as text, which keeps its digits whoever reads and writes the file.
    private static func json(_ value: Value, _ redact: (String) -> String) -> JSON {
        let json: JSON = if case .decimal(let digits) = value { .string(digits) } else { JSON(value) }
        switch json {
        case .string(let text): return .string(redact(text))
        case .integer, .number, .decimal:
            let text = json.text
            let shown = redact(text)
            return shown == text ? json : .string(shown)
        case .null, .boolean, .array, .object: return json
        }
    }
}

extension CassetteLine {
    /// Why a line says nothing.
    struct Problem: Error {
        var message: String
    }

    /// What the line says.
    ///
    /// - Returns: nil where it cannot be used because secrets were taken out of it.
    func read(by shape: LookupShape) throws(Problem) -> (key: LookupKey, answer: LookupAnswer)? {
        let inputs = shape.inputs.map { FieldShape($0.name, $0.type) }
        guard let key = try Self.values(json["key"] ?? .null, inputs, "key") else { return nil }
        if json["masked"] == true {
            let message = "its recorded answer held a secret, which is on no cassette: ask the service itself"
            return (LookupKey(key), .failed(LookupFailure(message: message, attempts: 0)))
        }
        if let found = json["found"] {
            return try Self.values(found, shape.fields ?? [], "found").map { (LookupKey(key), .found($0)) }
        }
        if case .string(let message)? = json["error"] {
            let attempts: Int64 = if case .integer(let count)? = json["attempts"] { count } else { 1 }
            return (LookupKey(key), .failed(LookupFailure(message: message, attempts: Int(clamping: attempts))))
        }
        guard json["missing"] == true else { throw Problem(message: "it says neither found, nor missing, nor error") }
        return (LookupKey(key), .missing)
    }

    private static func values(
        _ json: JSON, _ fields: [FieldShape], _ name: String
    ) throws(Problem) -> [Value]? {
        guard case .object(let members) = json else { throw Problem(message: "'\(name)' is no object") }
        if let unknown = members.first(where: { member in !fields.contains { $0.name == member.name } }) {
            throw Problem(message: "the lookup has no '\(unknown.name)', which stands under '\(name)'")
        }
        var values: [Value] = []
        for field in fields {
            guard let member = json[field.name] else {
                throw Problem(message: "'\(name)' lacks '\(field.name)', which the lookup has")
            }
            guard let value = value(member, field.type) else {
                if case .string(let text) = member, text.contains(Redactor.mask) { return nil }
                throw Problem(
                    message: "'\(field.name)' is \(field.type?.phrase ?? "a plain value"), not \(member.text)")
            }
            values.append(value)
        }
        return values
    }

    private static func value(_ json: JSON, _ type: FieldType?) -> Value? {
        switch (json, type) {
        // JSON in a field is kept as its text.
        case (.string(let text), .json), (.string(let text), nil): return .text(text)
        case (.integer(let integer), nil): return .integer(integer)
        case (.array, nil), (.object, nil): return nil
        default: return (type ?? (json.isTruth ? .boolean : .number)).convert(json)
        }
    }
}

extension JSON {
    fileprivate var isTruth: Bool {
        if case .boolean = self { true } else { false }
    }
}
