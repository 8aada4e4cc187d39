import QuireModel
import QuirePlugin

/// Holds a request against the inputs that it may speak of.
struct RequestCheck {
    let inputs: [LookupShape.Field]

    func check(_ request: RequestTemplate, isBulk: Bool) -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        var used: Set<String> = []
        if !request.method.unicodeScalars.allSatisfy({ ("A"..."Z").contains($0) }) || request.method.isEmpty {
            problems.append(DefinitionProblem("'\(request.method)' is no method", at: "method", hint: "GET or POST"))
        }
        if case .literal(let text)? = request.path.segments.first {
            if !text.hasPrefix("/") {
                problems.append(DefinitionProblem("a path begins with '/'", at: "path", hint: "write '/\(text)'"))
            }
            if text.contains("?") || text.contains("#") {
                problems.append(
                    DefinitionProblem("a path has neither '?' nor '#'", at: "path", hint: "parameters go under 'query'")
                )
            }
        } else if !request.path.segments.isEmpty {
            problems.append(DefinitionProblem("a path begins with '/'", at: "path"))
        }
        problems += check(request.path, at: "path", &used)
        for item in request.query {
            let isWhole = item.value.onlyPlaceholder != nil
            problems += check(item.value, at: "query.\(item.name)", mayRepeat: isWhole, &used)
        }
        for item in request.headers {
            problems += check(item.value, at: "headers.\(item.name)", &used)
            if !HeaderText.isName(item.name) {
                problems.append(DefinitionProblem("'\(item.name)' is no header", at: "headers.\(item.name)"))
            }
        }
        if let json = request.json { problems += check(json, at: "json", isBulk: isBulk, &used) }
        for input in inputs where !used.contains(input.name) {
            problems.append(
                DefinitionProblem(
                    "the request says nothing of input '\(input.name)'", hint: "'{\(input.name)}' stands for it"))
        }
        return problems
    }

    private func check(
        _ template: TextTemplate, at location: String, mayRepeat: Bool = false, _ used: inout Set<String>
    ) -> [DefinitionProblem] {
        template.placeholders.flatMap { placeholder -> [DefinitionProblem] in
            used.insert(placeholder.name)
            if placeholder.name == "keys" {
                return [DefinitionProblem("'{keys}' is for the 'json' of a bulk request", at: location)]
            }
            var problems = unknown(placeholder.name, at: location)
            if placeholder.repeats, !mayRepeat {
                problems.append(
                    DefinitionProblem(
                        "'\(placeholder.text)' can only be the whole of a query value", at: location,
                        hint: "write '{\(placeholder.name)}'"))
            }
            return problems
        }
    }

    private func unknown(_ name: String, at location: String) -> [DefinitionProblem] {
        let names = inputs.map(\.name)
        if names.contains(name) { return [] }
        return [
            DefinitionProblem(
                "there is no input '\(name)'", at: location, hint: NearestName.hint(name, among: names))
        ]
    }

    private func check(
        _ json: JSONTemplate, at location: String, isBulk: Bool, _ used: inout Set<String>
    ) -> [DefinitionProblem] {
        switch json {
        case .literal: return []
        case .value(let name):
            used.insert(name)
            return unknown(name, at: location)
        case .text(let template): return check(template, at: location, &used)
        case .keys:
            used.formUnion(inputs.map(\.name))
            return isBulk ? [] : [DefinitionProblem("'{keys}' is for bulk requests", at: location)]
        case .each(let part):
            let problems = check(part, at: location + ".each", isBulk: false, &used)
            return isBulk ? problems : [DefinitionProblem("'each' is for bulk requests", at: location)] + problems
        case .array(let parts):
            return parts.enumerated().flatMap { index, part in
                check(part, at: "\(location).\(index)", isBulk: isBulk, &used)
            }
        case .object(let members):
            return members.flatMap { check($0.value, at: "\(location).\($0.name)", isBulk: isBulk, &used) }
        }
    }
}

/// What may stand in a header.
enum HeaderText {
    /// What `isName` says, as a regular expression.
    static let namePattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"

    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }
    }

    /// Headers whose values are never shown.
    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "authorization" || name == "cookie" || name == "proxy-authorization" || name.hasSuffix("-key")
            || name.hasSuffix("-token")
    }
}
