package import QuireModel
import QuirePlugin

/// The requests `source.open` and `source.next`, and what their answers must be.
package struct SourceCalls: Sendable {
    package static let open = "source.open"
    package static let next = "source.next"

    /// As the plugin said them.
    let fields: [FieldShape]
    private let places: [String: Int]
    private let redactor: Redactor

    package init(_ fields: [FieldShape], redactor: Redactor) {
        self.fields = fields
        self.redactor = redactor
        places = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    package func openParams(_ parameters: [String: ParameterValue]) -> JSON {
        let members = parameters.sorted { $0.key < $1.key }.map { JSON.Member($0.key, JSON(sent: $0.value)) }
        return .members(["parameters": .object(members)])
    }

    /// - Returns: the cursor of the first page; null where there are no rows.
    package func opened(_ result: JSON) throws(ProtocolViolation) -> JSON {
        guard let cursor = result["cursor"] else {
            throw ProtocolViolation(wanted: "{\"cursor\": …}", came: redactor.line(result, limit: 200))
        }
        return cursor
    }

    package func nextParams(_ cursor: JSON, limit: Int) -> JSON {
        .members(["cursor": cursor, "limit": .integer(Int64(limit))])
    }

    package struct Page: Sendable {
        /// One value for each field, row after row, as they came.
        package var values: [JSON]
        package var rowCount: Int
        /// Null after the last page.
        package var cursor: JSON
    }

    package func page(_ result: JSON, limit: Int) throws(ProtocolViolation) -> Page {
        guard case .array(let rows)? = result["rows"], let cursor = result["cursor"] else {
            throw ProtocolViolation(
                wanted: "{\"rows\": [{…}, …], \"cursor\": …}", came: redactor.line(result, limit: 200))
        }
        guard rows.count <= limit else {
            throw ProtocolViolation(wanted: "\(limit) rows at most", came: "\(rows.count)")
        }
        var page = Page(values: [], rowCount: rows.count, cursor: cursor)
        page.values.reserveCapacity(rows.count * fields.count)
        for (number, row) in rows.enumerated() { try append(row, number + 1, to: &page.values) }
        return page
    }

    private func append(_ row: JSON, _ number: Int, to values: inout [JSON]) throws(ProtocolViolation) {
        guard case .object(let members) = row else {
            throw ProtocolViolation(wanted: "an object as row \(number)", came: redactor.line(row, limit: 200))
        }
        let first = values.count
        values.append(contentsOf: repeatElement(.null, count: fields.count))
        for (index, member) in members.enumerated() {
            let isInOrder = index < fields.count && fields[index].name == member.name
            guard let place = isInOrder ? index : places[member.name] else {
                throw ProtocolViolation(
                    "row \(number) has the field '\(redactor.line(member.name, limit: 60))', which initialize does not name"
                        + (NearestName.find(member.name, among: fields.map(\.name)).map { "; it names '\($0)'" } ?? ""))
            }
            values[first + place] = member.value
        }
    }
}
