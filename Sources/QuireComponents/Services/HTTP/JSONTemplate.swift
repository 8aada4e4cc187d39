package import QuireModel

/// A JSON document with placeholders, for the body of a request.
package indirect enum JSONTemplate: Sendable, Hashable {
    case literal(JSON)
    /// `"{sn}"`: the input with its type; in a bulk request the list of that input's values.
    case value(String)
    /// Text with placeholders among other text.
    case text(TextTemplate)
    /// `"{keys}"`: a list of objects, one a key.
    case keys
    /// `{ each: … }`: a list of that shape, one a key.
    case each(JSONTemplate)
    case array([JSONTemplate])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package var name: String
        package var value: JSONTemplate
    }

    /// Reads a document whose texts may hold placeholders; an object of `each` alone is a list.
    package init(_ document: JSON) throws(DefinitionProblem) {
        switch document {
        case .null, .boolean, .integer, .number, .decimal: self = .literal(document)
        case .string(let text):
            let template = try TextTemplate(text)
            if let only = template.onlyPlaceholder, !only.repeats {
                self = only.name == "keys" ? .keys : .value(only.name)
            } else {
                self = template.placeholders.isEmpty ? .literal(document) : .text(template)
            }
        case .array(let elements):
            var parts: [JSONTemplate] = []
            for (index, element) in elements.enumerated() {
                do { parts.append(try JSONTemplate(element)) } catch { throw error.under(String(index)) }
            }
            self = .array(parts)
        case .object(let members):
            var parts: [Member] = []
            for member in members {
                do { parts.append(Member(name: member.name, value: try JSONTemplate(member.value))) } catch {
                    throw error.under(member.name)
                }
            }
            if parts.count == 1, let only = parts.first, only.name == "each" {
                self = .each(only.value)
            } else {
                self = .object(parts)
            }
        }
    }
}
