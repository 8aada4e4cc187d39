import CYAML
import QuireModel

/// What libyaml says of a text, one step at a time.
struct Event {
    enum Kind {
        case scalar(text: String, style: Scalar.Style, tag: String?, anchor: String?)
        case sequenceStart(tag: String?, anchor: String?)
        case mappingStart(tag: String?, anchor: String?)
        case end
        case alias(String)
        case documentStart
    }

    var kind: Kind
    var position: FilePosition
    /// It ends in another line than it begins in.
    var spansLines = false
}

/// libyaml's parser over a text that outlives it.
struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: SourceText

    init(_ source: SourceText) {
        self.source = source
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        if yaml_parser_initialize(parser) != 0 {
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(
                parser, source.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), source.bytes.count)
        }
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// - Returns: nil at the end of the text.
    func next() throws(DiagnosticError) -> Event? {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) != 0 else { throw DiagnosticError(problem()) }
            defer { yaml_event_delete(&event) }
            let position = source.position(event.start_mark.index)
            if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { return nil }
            if let kind = EventReader.kind(of: event) {
                let spansLines = event.end_mark.line > event.start_mark.line
                return Event(kind: kind, position: position, spansLines: spansLines)
            }
        }
    }

    /// - Returns: nil for events that say nothing of the content.
    private static func kind(of event: yaml_event_t) -> Event.Kind? {
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return .scalar(
                text: text, style: style(of: scalar.style), tag: string(scalar.tag), anchor: string(scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(tag: string(start.tag), anchor: string(start.anchor))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(tag: string(start.tag), anchor: string(start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .end
        case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "")
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        default: return nil
        }
    }

    private static func style(of style: yaml_scalar_style_t) -> Scalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private static func string(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(cString: $0) }
    }

    private func problem() -> Diagnostic {
        let error = parser.pointee
        return SyntaxProblem(
            problem: error.problem.map { String(cString: $0) } ?? "",
            context: error.context.map { String(cString: $0) } ?? "",
            position: source.position(error.problem_mark.index),
            start: source.position(error.context == nil ? error.problem_mark.index : error.context_mark.index),
            source: source
        ).diagnostic
    }
}
