package import QuireModel
import QuireRun

/// The body of a request for a run or a preview:
/// `{parameters: {name: value}, format, limit, columns, where, sort, deliver}`.
package struct RunBody: Sendable {
    private static let keys = ["parameters", "format", "limit", "columns", "where", "sort", "deliver"]

    package var order = RunOrder()
    private var errors: [String: String] = [:]

    /// - Parameter json: nil where nothing was sent, which asks for nothing special.
    /// - Throws: a problem of 422 with everything that is not as it must be.
    package init(_ json: JSON?) throws(Problem) {
        guard let json, json != .null else { return }
        guard case .object(let members) = json else {
            throw .unprocessable("the body must be an object, not \(json.kindName)")
        }
        for member in members where !Self.keys.contains(member.name) {
            errors[member.name] = NearestName.hint(member.name, among: Self.keys) ?? "there is no such option"
        }
        readParameters(json["parameters"] ?? .null)
        order.format = text("format", json)
        order.filter = text("where", json)
        order.columns = list("columns", json)
        order.sort = list("sort", json)
        switch json["limit"] ?? .null {
        case .null: break
        case .integer(let limit) where limit >= 1: order.limit = Int(limit)
        default: errors["limit"] = "it is a whole number, at least 1"
        }
        switch json["deliver"] ?? .null {
        case .null: break
        case .boolean(let delivers): order.delivers = delivers
        default: errors["deliver"] = "it is true or false"
        }
        guard errors.isEmpty else { throw .invalidParameters(errors) }
    }

    private mutating func text(_ name: String, _ json: JSON) -> String? {
        switch json[name] ?? .null {
        case .null: return nil
        case .string(let text) where !text.isEmpty: return text
        default:
            errors[name] = "it is a text that is not empty"
            return nil
        }
    }

    /// Ids as a list, or as one text with commas.
    private mutating func list(_ name: String, _ json: JSON) -> String? {
        if case .array(let items)? = json[name] {
            let texts = items.compactMap { item in
                if case .string(let text) = item, !text.isEmpty, !text.contains(",") { return text }
                return nil as String?
            }
            if texts.count == items.count, !texts.isEmpty { return texts.joined(separator: ",") }
            errors[name] = "it is a list of column ids"
            return nil
        }
        return text(name, json)
    }

    private mutating func readParameters(_ json: JSON) {
        guard case .object(let members) = json else {
            if json != .null { errors["parameters"] = "they are an object, each value by its name" }
            return
        }
        for member in members {
            switch member.value {
            // As if it were not given.
            case .null: continue
            case .object: errors[member.name] = "it cannot be an object"
            case .string(let text): add(member.name, text)
            case .array, .boolean, .integer, .number, .decimal: add(member.name, member.value.text)
            }
        }
    }

    private mutating func add(_ name: String, _ text: String) {
        order.parameters.append(RunInstructions.Assignment(name: name, text: text))
    }
}
