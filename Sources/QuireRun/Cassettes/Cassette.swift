import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin

/// What one service answered, a line an answer, by lookup and key; so that it can be read, compared and corrected.
struct Cassette: Sendable {
    /// What a line is about. Keys are compared byte by byte: two that look the same may be composed otherwise.
    private struct Place: Hashable, Comparable {
        let lookup: String
        private let key: [UInt8]

        init(lookup: String, key: String) {
            self.lookup = lookup
            self.key = Array(key.utf8)
        }

        static func < (left: Place, right: Place) -> Bool {
            left.lookup == right.lookup ? left.key.lexicographicallyPrecedes(right.key) : left.lookup < right.lookup
        }
    }

    private struct Entry {
        var line: CassetteLine
        /// Nil where it was not read from a file.
        var position: FilePosition?
    }

    private var entries: [Place: Entry] = [:]
    /// By lookup, the fields that only the opened service knew.
    private var fields: [String: [FieldShape]] = [:]

    init() {}

    /// - Parameter file: for messages.
    /// - Throws: every line that is none.
    init(_ text: String, file: String) throws(DiagnosticError) {
        var problems: [Diagnostic] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            let position = FilePosition(file: file, line: index + 1, column: 1)
            do throws(JSONError) {
                let json = try JSON.parse(String(line))
                if let (lookup, named) = Self.fields(json) {
                    fields[lookup] = named
                } else if let read = CassetteLine(json) {
                    entries[Place(lookup: read.lookup, key: read.keyText)] = Entry(line: read, position: position)
                } else {
                    problems.append(
                        Self.problem("an answer has 'lookup', 'key', and 'found', 'missing' or 'error'", at: position))
                }
            } catch {
                problems.append(Self.problem("the line is no JSON: \(error)", at: position))
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
    }

    var count: Int { entries.count }

    /// What a lookup gave when it was recorded; nil where its definition says it.
    func fields(of lookup: String) -> [FieldShape]? { fields[lookup] }

    mutating func keep(fields named: [FieldShape], of lookup: String) { fields[lookup] = named }

    /// Reads `{"lookup":"share","fields":{"ours":"number","note":null}}`.
    private static func fields(_ json: JSON) -> (lookup: String, fields: [FieldShape])? {
        guard case .string(let lookup)? = json["lookup"], case .object(let members)? = json["fields"] else {
            return nil
        }
        return (
            lookup,
            members.map { member in
                let type: FieldType? =
                    if case .string(let name) = member.value { FieldType(rawValue: name) } else { nil }
                return FieldShape(member.name, type)
            }
        )
    }

    private var fieldLines: [String] {
        fields.sorted { $0.key < $1.key }.map { lookup, fields in
            let members = fields.map { JSON.Member($0.name, $0.type.map { .string($0.rawValue) } ?? .null) }
            return JSON.members(["lookup": .string(lookup), "fields": .object(members)]).text + "\n"
        }
    }

    /// Keeps a line in place of the one about the same key.
    mutating func keep(_ line: CassetteLine) {
        entries[Place(lookup: line.lookup, key: line.keyText)] = Entry(line: line)
    }

    /// - Throws: every answer that does not fit the lookup.
    func answers(of lookup: String, _ shape: LookupShape) throws(DiagnosticError) -> [LookupKey: LookupAnswer] {
        var answers: [LookupKey: LookupAnswer] = [:]
        var problems: [Diagnostic] = []
        for (place, entry) in entries where place.lookup == lookup {
            do throws(CassetteValues.Problem) {
                if let (key, answer) = try entry.line.read(by: shape) { answers[key] = answer }
            } catch {
                problems.append(Self.problem(error.message, at: entry.position))
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems.sortedByPlace()) }
        return answers
    }

    /// In an order of its own, so that what changes from one recording to the next shows.
    var text: String {
        (fieldLines + entries.sorted { $0.key < $1.key }.map { $0.value.line.json.text + "\n" }).joined()
    }

    static func problem(_ message: String, at position: FilePosition?) -> Diagnostic {
        Diagnostic(
            .error, "invalid-cassette", message, at: position,
            hint: "correct the line, or remove it and record it again with --record")
    }
}
