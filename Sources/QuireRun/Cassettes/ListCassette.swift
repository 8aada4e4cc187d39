import QuireDefinition
import QuireModel
import QuirePlugin

/// The rows of a list, in a file of their own: for each question that it was asked the question,
/// `{"list":"contracts","input":{"since":"2026-01-01"}}`, a line for each row, `{"row":{"sn":"C1"}}`, and
/// `{"more":true}` where the rows were not read to their end. `"masked":true` stands in a row that secrets were taken out
/// of, which is then no row any more.
struct ListCassette: Sendable {
    let list: CheckedList
    let zone: Zone
    let folder: CassetteFolder
    let redactor: Redactor

    init(_ list: CheckedList, of request: RunRequest, in folder: CassetteFolder) {
        self.list = list
        self.folder = folder
        zone = request.project.zone
        redactor =
            request.report.services[list.reference.service]?.blueprint.redactor(hiding: request.secrets)
            ?? Redactor(request.secrets)
    }

    var file: String { folder.file(of: list.reference) }

    /// - Throws: every value that is none of its input.
    func question(_ parameters: [String: ParameterValue]) throws(DiagnosticError) -> [JSON.Member] {
        let values = try list.input(parameters, zone: zone)
        return CassetteValues.members(values, list.inputs.map(\.name), redactor.redact).members
    }

    /// - Returns: nil where the line begins no rows.
    static func question(_ line: JSON) -> [JSON.Member]? {
        guard line["list"] != nil, case .object(let members)? = line["input"] else { return nil }
        return members
    }

    func line(asking question: [JSON.Member]) -> JSON {
        .members(["list": .string(list.reference.list), "input": .object(question)])
    }

    func line(_ values: some Sequence<Value>) -> JSON {
        let (members, isMasked) = CassetteValues.members(values, list.fields.map(\.name), redactor.redact)
        return .object([JSON.Member("row", .object(members))] + (isMasked ? [JSON.Member("masked", true)] : []))
    }

    /// What follows the last row where there were more.
    static let more = JSON.members(["more": true])
}
