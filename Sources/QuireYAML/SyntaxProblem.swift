import QuireModel

/// Where libyaml stopped and why, put into the words of somebody who writes reports.
struct SyntaxProblem {
    /// libyaml's own words: what is wrong, and while reading what.
    var problem: String
    var context: String
    /// Where it noticed.
    var position: FilePosition
    /// Where what it was reading begins.
    var start: FilePosition
    var source: SourceText

    var diagnostic: Diagnostic {
        if let tab = tabInIndentation {
            return told("found a tab; YAML is indented with spaces", at: tab, hint: "put spaces in its place")
        }
        switch problem {
        case "mapping values are not allowed in this context": return unexpectedColon
        case "could not find expected ':'": return missingColon(line: start.line)
        case "did not find expected key": return unexpectedText
        case "did not find expected <document start>":
            return told(
                "this line is indented less than the first line of the file", at: position,
                hint: "the first line sets the indentation; begin it at column 1")
        case "did not find expected '-' indicator":
            return told(
                "the list that begins on line \(start.line) goes on with something that is no '- ' item", at: position,
                hint: "a list cannot have keys beside its items; check the indentation")
        case "found unexpected end of stream", "found unexpected document indicator":
            return told("the quote that opens here is never closed", at: start, hint: "add the closing quote")
        case "did not find expected ',' or ']'": return unclosed("[", "]")
        case "did not find expected ',' or '}'": return unclosed("{", "}")
        case "found character that cannot start any token", "did not find expected node content",
            "did not find expected alphabetic or numeric character", "found unexpected non-alphabetical character",
            "found unknown directive name":
            return badStart
        case "found undefined tag handle", "did not find expected whitespace or line break",
            "did not find the expected '>'", "did not find expected tag URI", "did not find expected '!'":
            return mustBeQuoted("!", at: start)
        case "block sequence entries are not allowed in this context":
            return told(
                "a list item cannot begin here", at: position,
                hint: "begin the list on a line of its own, or quote text that begins with '- '")
        case "mapping keys are not allowed in this context": return mustBeQuoted("?", at: position)
        default: return scalarProblem
        }
    }

    private func told(_ message: String, at position: FilePosition, hint: String? = nil) -> Diagnostic {
        Diagnostic(.error, "syntax", message, at: position, hint: hint)
    }

    private func column(_ column: Int, line: Int) -> FilePosition {
        FilePosition(file: position.file, line: line, column: column)
    }

    private func indentation(_ line: [Unicode.Scalar]) -> Int { line.prefix { $0 == " " }.count }

    private var tabInIndentation: FilePosition? {
        let white = source.line(position.line).prefix { $0 == " " || $0 == "\t" }
        // Inside brackets a tab is allowed: only what stands right behind it, or a key after it, is its fault.
        let isCause =
            white.count >= position.column - 1 || problem.contains("a tab") || problem.hasPrefix("mapping values")
        guard isCause else { return nil }
        return white.firstIndex(of: "\t").map { column($0 + 1, line: position.line) }
    }

    private var unexpectedColon: Diagnostic {
        let line = source.line(position.line)
        let before = line.prefix(max(0, position.column - 1))
        if zip(before, before.dropFirst()).contains(where: { $0 == ":" && $1 == " " }) {
            return told("a text that holds ': ' must be quoted", at: position, hint: "put the whole text in quotes")
        }
        guard let above = lineAbove else { return told("':' cannot stand here", at: position) }
        let text = source.line(above)
        if indentation(text) < indentation(line), text.contains(":") || text.drop(while: { $0 == " " }).first == "-" {
            return told(
                "this line is indented deeper than line \(above), which already has a value",
                at: column(indentation(line) + 1, line: position.line),
                hint: "indent it as line \(above), or put text of several lines under 'key: |'")
        }
        return missingColon(line: above)
    }

    /// The number of the nearest line above the problem that is not blank.
    private var lineAbove: Int? {
        (1..<max(1, position.line)).last { number in
            source.line(number).contains { $0 != " " && $0 != "\t" }
        }
    }

    private func missingColon(line number: Int) -> Diagnostic {
        let line = source.line(number)
        let indent = indentation(line)
        if let colon = line.firstIndex(of: ":") {
            return told(
                "a space is missing after ':'", at: column(colon + 1, line: number), hint: "write 'key: value'")
        }
        var text = String(String.UnicodeScalarView(line.dropFirst(indent).prefix(60)))
        while text.last == " " { text.removeLast() }
        return told(
            "':' is missing after '\(text)'", at: column(indent + 1, line: number),
            hint: "write 'key: value', or put text of several lines under 'key: |'")
    }

    private var unexpectedText: Diagnostic {
        let line = source.line(position.line)
        let before = line.prefix(max(0, position.column - 1)).filter { $0 != " " }
        switch before.last {
        case "'":
            return told(
                "text goes on after the closing quote", at: position,
                hint: "put the whole text in quotes; in single quotes an apostrophe is written twice: ''")
        case "\"":
            return told(
                "text goes on after the closing quote", at: position,
                hint: "put the whole text in quotes; in double quotes a quote is written \\\"")
        case "]", "}":
            return told(
                "text goes on after the closing bracket", at: position,
                hint: "put the whole text in quotes where it begins with '{' or '['")
        case nil where position.column <= line.count && line[position.column - 1] == "-":
            return told(
                "a list item stands where the mapping of line \(start.line) goes on", at: position,
                hint: "check the indentation")
        case nil:
            return told(
                "the indentation of this line fits no line above it", at: position,
                hint: "indent it as the lines it belongs with")
        default: return told("this cannot stand here", at: position, hint: "put the whole text in quotes")
        }
    }

    private func unclosed(_ open: String, _ close: String) -> Diagnostic {
        if position.line == start.line, position.column <= source.line(position.line).count {
            return told("a ',' or the closing '\(close)' is missing before this", at: position)
        }
        return told("the '\(open)' that opens here is never closed", at: start, hint: "add ',' or '\(close)'")
    }

    private var badStart: Diagnostic {
        let isAnchor = context.contains("alias") || context.contains("anchor") || context.contains("directive")
        let place = isAnchor ? start : position
        let line = source.line(place.line)
        guard place.column <= line.count else { return told("a value is missing here", at: place) }
        let first = line[place.column - 1]
        if first == ",", context.contains("flow") {
            return told(
                "a value is missing before ','", at: place, hint: "remove the ',', or write \"\" for empty text")
        }
        return mustBeQuoted(String(first), at: place)
    }

    private func mustBeQuoted(_ first: String, at position: FilePosition) -> Diagnostic {
        told("a text that begins with '\(first)' must be quoted", at: position, hint: "put the whole text in quotes")
    }

    private var scalarProblem: Diagnostic {
        switch problem {
        case "found unknown escape character":
            let line = source.line(position.line)
            let escape = line.dropFirst(position.column - 1).prefix(2)
            return told(
                "double quotes know no escape '\(String(String.UnicodeScalarView(escape)))'", at: position,
                hint: "write '\\\\' for a backslash, or use single quotes")
        case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
            return told(
                "this escape names no character", at: position,
                hint: "write '\\\\' for a backslash, or use single quotes")
        case "did not find expected comment or line break", "found an indentation indicator equal to 0":
            return told(
                "after '|' and '>' the text begins on the next line", at: position,
                hint: "quote text that begins with '|' or '>': \"> 0\"")
        default:
            return told("this cannot be read as YAML: \(problem)", at: position)
        }
    }
}
