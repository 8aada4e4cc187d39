import Foundation
import NIOHTTP1
import QuireModel
import QuireTesting

/// The API's description of itself.
struct APIDescription: Sendable {
    let document: JSON

    init(_ document: JSON) { self.document = document }

    /// What an answer has that the description does not say.
    func complaints(_ answer: Served.Answer, to method: HTTPMethod, _ path: String) throws -> [String] {
        let plain = String(path.prefix { $0 != "?" })
        guard let (template, operations) = operations(at: plain) else {
            return answer.status == 404 ? [] : ["the path is not described, and the answer is \(answer.status)"]
        }
        // An answer to HEAD is that to GET, without its body.
        let name = method == .HEAD ? "get" : method.rawValue.lowercased()
        guard let operation = operations[name] else {
            let isRefused = answer.status == 405 && answer["Allow"] != nil
            return isRefused ? [] : ["the method is not described, and the answer is \(answer.status)"]
        }
        guard let response = operation["responses"]?["\(answer.status)"].map(resolved) else {
            return ["the status \(answer.status) is not described"]
        }
        guard method != .HEAD else { return [] }
        let type = String((answer["Content-Type"] ?? "").prefix { $0 != ";" })
        guard let content = response["content"]?[type] ?? response["content"]?["*/*"] else {
            return ["the type \(type) is not described for the status \(answer.status)"]
        }
        guard type.hasSuffix("json"), let schema = content["schema"], let components = document["components"] else {
            return []
        }
        guard let body = try? JSON.parse(Array(answer.body)) else { return ["the body is no JSON"] }
        return try SchemaValidator.shared.complaints(
            body, by: .members(["allOf": .array([schema]), "components": components]),
            named: "\(name) \(template) \(answer.status)")
    }

    /// - Parameter path: of a request, without its query.
    func operations(at path: String) -> (template: String, operations: JSON)? {
        guard case .object(let paths)? = document["paths"] else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let found = paths.first { item in
            let names = item.name.split(separator: "/", omittingEmptySubsequences: false)
            return names.count == parts.count && zip(names, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        return found.map { ($0.name, $0.value) }
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}
