import QuireModel
import QuirePlugin

/// One of a service's `lists`.
struct ListDefinition: DefinitionObject {
    /// Nil where what it is asked with cannot be read.
    var configuration: ListConfiguration?
    /// All its inputs and fields could be read.
    var hasShape: Bool

    static let input = Field.defaulted(
        "input", Named<FieldType>(), shown: "none", "Names and types of what it is asked with.")
    static let request = Field<RequestDefinition?>.needed(
        "request", "The call for a page; an item of the query with a null {input} is left out.")
    static let responses = Field.defaulted(
        "responses", [ResponseRule](), shown: "by status", "What answers mean; the first match wins.")
    static let items = Field<ItemsPath?>.needed("items", "Where the rows are in an answer.")
    static let fieldsField = Field<Named<LookupFieldDefinition>?>.needed("fields", "What it gives of each row.")
    static let paginator = Field<PaginatorDefinition?>.optional(
        "paginator", "How the pages are asked for; one answer holds all rows otherwise.")

    static let subject = "a list"
    static let fields = FieldTable([
        AnyField(input), AnyField(request), AnyField(responses), AnyField(items), AnyField(fieldsField),
        AnyField(paginator),
    ])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let inputs = values[Self.input]
        let outputs = values[Self.fieldsField] ?? Named()
        if let named = values[Self.fieldsField], named.entries.isEmpty, named.unreadable.isEmpty {
            reading.error("missing-value", "a list needs a field", at: values.valuePlace(of: Self.fieldsField))
        }
        inputs.checkNames(of: "an input", &reading)
        outputs.checkNames(of: "a field", &reading)
        let hasInputs =
            !values.isUnreadable(Self.input) && inputs.unreadable.isEmpty
            && inputs.names.allSatisfy { Named<FieldType>.isName($0) }
        hasShape = hasInputs && values[Self.fieldsField] != nil && outputs.unreadable.isEmpty
        guard hasInputs, let request = values[Self.request], let items = values[Self.items],
            !values.isUnreadable(Self.paginator)
        else { return }
        configuration = ListConfiguration(
            inputs: inputs.entries.map { LookupShape.Field($0.name, $0.value) }, request: request.template,
            responses: values[Self.responses], items: items,
            fields: outputs.entries.map { entry in
                LookupConfiguration.Field(
                    entry.name, entry.value.type, path: entry.value.path, isRequired: entry.value.isRequired)
            },
            paginator: values[Self.paginator]?.paginator)
    }
}

/// A list's `paginator`.
struct PaginatorDefinition: DefinitionObject {
    var paginator: Paginator

    enum Kind: String, DefinitionChoice {
        case page, offset, cursor, link
    }

    static let type = Field<Kind>.required(
        "type",
        "page and offset go by number and end with a page shorter than `size`; cursor and link go by what the page before says."
    )
    static let injectInto = Field.defaulted(
        "inject_into", Paginator.Place.query, shown: "query", "Where a request says which page it is for.")
    static let size = Field<Int?>.optional(
        "size", "Items of a full page, no more than the service gives; page and offset need it.")
    static let sizeName = Field<String?>.optional(
        "size_name", "What a request calls the size: per_page for page, limit for offset; cursor needs it with a size.")
    static let pageName = Field.defaulted("page_name", "page", shown: "page", "What a request calls the page's number.")
    static let first = Field.defaulted("first", 1, shown: "1", "The number of the first page.")
    static let offsetName = Field.defaulted(
        "offset_name", "offset", shown: "offset", "What a request calls the number of items before the page.")
    static let cursorName = Field.defaulted(
        "cursor_name", "cursor", shown: "cursor", "What a request calls the cursor.")
    static let cursor = Field<JSONPath?>.optional(
        "cursor", "Where an answer has the next page's cursor, $.next unless given; null, absent or empty ends.")
    static let next = Field<JSONPath?>.optional(
        "next", "Where an answer has the link to the next page; the header Link, rel=\"next\", otherwise.")
    static let maxPages = Field.defaulted(
        "max_pages", Paginator.mostPages, shown: "10000", "More pages than these are an error.")

    static let subject = "a paginator"
    static let fields = FieldTable([
        AnyField(type), AnyField(injectInto), AnyField(size), AnyField(sizeName), AnyField(pageName), AnyField(first),
        AnyField(offsetName), AnyField(cursorName), AnyField(cursor), AnyField(next), AnyField(maxPages),
    ])

    /// The keys that only some types take.
    private static let keys: [Kind: [String]] = [
        .page: [size.name, sizeName.name, pageName.name, first.name, injectInto.name],
        .offset: [size.name, sizeName.name, offsetName.name, injectInto.name],
        .cursor: [size.name, sizeName.name, cursorName.name, cursor.name, injectInto.name],
        .link: [next.name],
    ]

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let type = values[Self.type]
        guard Self.checkKeys(of: values, type, &reading) else { return nil }
        let size = values[Self.size]
        let needsSize = type == .page || type == .offset
        if needsSize, size == nil {
            if !values.isUnreadable(Self.size) {
                reading.error(
                    "missing-key", "a paginator of type '\(type.rawValue)' needs 'size'", at: values.position,
                    hint: Self.size.summary)
            }
            return nil
        }
        let kind: Paginator.Kind
        var sizeName = values[Self.sizeName]
        switch type {
        case .page:
            kind = .page(name: values[Self.pageName], first: values[Self.first])
            sizeName = sizeName ?? "per_page"
        case .offset:
            kind = .offset(name: values[Self.offsetName])
            sizeName = sizeName ?? "limit"
        case .cursor:
            guard let path = values[Self.cursor] ?? (try? JSONPath("$.next")) else { return nil }
            kind = .cursor(name: values[Self.cursorName], path: path)
            if (size == nil) != (sizeName == nil) {
                let (given, missing) = size == nil ? ("size_name", "size") : ("size", "size_name")
                reading.error(
                    "missing-key", "'\(given)' of a paginator of type 'cursor' needs '\(missing)'", at: values.position)
                return nil
            }
        case .link: kind = .link(values[Self.next])
        }
        paginator = Paginator(
            kind, size: size, sizeName: sizeName, in: values[Self.injectInto], maxPages: values[Self.maxPages])
    }

    /// Reports keys that belong to other types.
    private static func checkKeys(of values: FieldValues, _ type: Kind, _ reading: inout Reading) -> Bool {
        guard case .mapping(let entries) = values.node.content else { return false }
        let own = keys[type] ?? []
        let others = Set(keys.values.joined()).subtracting(own)
        var fits = true
        for entry in entries {
            guard let name = entry.key.scalar?.text, others.contains(name), !entry.value.isNull else { continue }
            reading.error(
                "unknown-key", "a paginator of type '\(type.rawValue)' has no '\(name)'", at: entry.key.position,
                hint: "it takes " + (own + [maxPages.name]).joined(separator: ", "))
            fits = false
        }
        return fits
    }
}

extension Paginator.Place: DefinitionChoice {}
