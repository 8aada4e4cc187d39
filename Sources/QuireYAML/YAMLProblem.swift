import QuireModel

/// What is wrong with YAML that is well-formed, in words.
enum YAMLProblem {
    static func secondDocument(at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "second-document", "a second YAML document begins here; a file holds one", at: position,
            hint: "remove the line '---', or make two files")
    }

    static func tooManyNodes(at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "limit",
            "the file has more than \(YAMLReader.maxNodes) nodes, aliases counted as often as they are used",
            at: position)
    }

    static func tooDeep(at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "limit", "lists and mappings stand more than \(YAMLReader.maxLevels) levels inside each other",
            at: position)
    }

    static func aliasOfItself(_ name: String, at position: FilePosition) -> Diagnostic {
        Diagnostic(.error, "alias", "'*\(name)' stands inside the node that it repeats", at: position)
    }

    static func unknownAlias(_ name: String, among names: [String], at position: FilePosition) -> Diagnostic {
        let near = NearestName.find(name, among: names).map { "did you mean '*\($0)'?" }
        return Diagnostic(
            .error, "alias", "'*\(name)' repeats a node that no '&\(name)' above names", at: position,
            hint: near ?? "quote text that begins with '*': \"*\(name)\"")
    }

    static func duplicateKey(_ key: String, firstLine: Int, at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "duplicate-key", "'\(key)' is here a second time; the first is on line \(firstLine)", at: position)
    }

    static func keyKind(_ node: Node, at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "key", "a key is plain text, not \(node.kindName)", at: position,
            hint: "quote text that begins with '{' or '['")
    }

    static func merge(of node: Node, at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "merge", "'<<' takes a mapping or a list of mappings, not \(node.kindName)", at: position,
            hint: "name the mapping with an anchor: '<<: *name'")
    }

    static func tag(_ tag: String, at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "tag", "the tag '\(Tag.written(tag))' cannot be used here", at: position,
            hint: "known are !!str, !!int, !!float, !!bool and !!null on single values, !!seq on a list, "
                + "!!map on a mapping; quote text that begins with '!'")
    }

    static func unfit(_ text: String, tag: String, at position: FilePosition) -> Diagnostic {
        let kind =
            switch Tag.written(tag) {
            case "!!int": "an integer"
            case "!!float": "a number"
            case "!!bool": "true or false"
            default: "null"
            }
        return Diagnostic(
            .error, "tag", "'\(text.prefix(60))' is not \(kind), as '\(Tag.written(tag))' says", at: position)
    }
}
