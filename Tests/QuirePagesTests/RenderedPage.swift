/// The elements of a page, found by a scanner that takes nothing but well-formed HTML.
struct RenderedPage {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// Names of the elements that it is in, the outermost first.
        var path: [String]
    }

    private(set) var elements: [Element] = []
    /// What is not well-formed.
    private(set) var faults: [String] = []

    private static let void: Set = ["meta", "link", "input", "br", "hr", "img", "path", "rect", "circle"]

    init(_ html: String) {
        // By scalar, as browsers read: a quote with a combining accent behind it is still a quote.
        let tag = /<(\/?)([a-zA-Z!][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>/.matchingSemantics(.unicodeScalar)
        let attributePattern = /\s([a-zA-Z-]+)(?:="([^"]*)")?/.matchingSemantics(.unicodeScalar)
        var open: [String] = []
        for match in html.matches(of: tag) {
            let name = String(match.output.2)
            if name == "!doctype" { continue }
            if match.output.1 == "/" {
                if open.last == name { open.removeLast() } else { faults.append("</\(name)> in \(open)") }
                continue
            }
            var attributes: [String: String] = [:]
            let text = match.output.3
            for attribute in text.matches(of: attributePattern) {
                let value = attribute.output.2.map(String.init) ?? ""
                if attributes.updateValue(value, forKey: String(attribute.output.1)) != nil {
                    faults.append("<\(name)> has \(attribute.output.1) twice")
                }
            }
            let rest = text.replacing(attributePattern, with: "")
            if !rest.isEmpty, rest != "/" { faults.append("<\(name)> has \(rest)") }
            elements.append(Element(name: name, attributes: attributes, path: open))
            if !Self.void.contains(name), rest != "/" { open.append(name) }
        }
        if !open.isEmpty { faults.append("never closed: \(open)") }
        checkReferences()
    }

    private mutating func checkReferences() {
        let ids = elements.compactMap { $0.attributes["id"] }
        if Set(ids).count != ids.count { faults.append("an id is there twice: \(ids)") }
        for element in elements {
            for name in ["for", "aria-labelledby", "aria-describedby"] {
                for id in (element.attributes[name] ?? "").split(separator: " ") where !ids.contains(String(id)) {
                    faults.append("\(name) names '\(id)', which there is not")
                }
            }
        }
        let labelled = Set(elements.compactMap { $0.attributes["for"] })
        for field in elements where ["input", "select", "textarea"].contains(field.name) {
            let isLabelled =
                field.attributes["type"] == "hidden" || field.path.contains("label")
                || labelled.contains(field.attributes["id"] ?? "")
            if !isLabelled { faults.append("the field \(field.attributes) has no label") }
        }
    }

    func all(_ name: String, where attributes: [String: String] = [:]) -> [Element] {
        elements.filter { element in
            element.name == name && attributes.allSatisfy { element.attributes[$0.key] == $0.value }
        }
    }

    func first(_ name: String, where attributes: [String: String]) -> Element? { all(name, where: attributes).first }
}
