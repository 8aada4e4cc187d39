import NIOHTTP1
import QuireModel
import QuirePlugin

/// A list made ready: its requests, and what its answers say.
struct HTTPList: Sendable {
    /// Which page is asked for.
    struct Position: Sendable {
        enum Place: Sendable {
            case start
            /// What the request says: a number, an offset or a cursor.
            case named(Value)
            case link(String)
        }

        /// From 1.
        var number = 1
        var place = Place.start
        /// Of the items of the page before, where it had some.
        var itemsBefore: Int?
        var offset = 0
    }

    let configuration: ListConfiguration
    /// Of the authenticator.
    private let query: [(name: String, value: String)]
    private let first: RequestWriter
    private let further: RequestWriter

    init(
        _ list: ListConfiguration, prefix: String, headers: HTTPHeaders, query: [(name: String, value: String)]
    ) {
        configuration = list
        self.query = query
        let paginator = list.paginator
        let inputs =
            list.inputs.map(\.name) + [Paginator.Placeholder.page.rawValue, Paginator.Placeholder.size.rawValue]
        func writer(namesPage: Bool) -> RequestWriter {
            RequestWriter(
                paginator?.paged(list.request, namesPage: namesPage) ?? list.request, inputs: inputs, prefix: prefix,
                headers: headers, query: query, isBulk: false)
        }
        let isNamedAtFirst = if case .cursor? = paginator?.kind { false } else { true }
        further = writer(namesPage: true)
        first = isNamedAtFirst ? further : writer(namesPage: false)
    }

    /// Where the first page is.
    var start: Position {
        switch configuration.paginator?.kind {
        case .page(_, let first)?: Position(place: .named(.integer(Int64(first))))
        case .offset?: Position(place: .named(.integer(0)))
        case .cursor?, .link?, nil: Position()
        }
    }

    /// - Parameter input: one value for each input.
    func request(_ input: [Value], at position: Position) throws(RequestWriter.Refusal) -> RequestWriter.Request {
        let size = configuration.paginator?.size.map { Value.integer(Int64($0)) } ?? .null
        switch position.place {
        case .start: return try first.request(for: [LookupKey(input + [.null, size])])
        case .named(let name): return try further.request(for: [LookupKey(input + [name, size])])
        case .link(let url):
            var request = try first.request(for: [LookupKey(input + [.null, size])])
            request.url = identified(url)
            return request
        }
    }

    /// A link to the next page need not say who asks.
    private func identified(_ url: String) -> String {
        let names =
            url.split(separator: "?", maxSplits: 1).dropFirst().first?.split(separator: "&").map { item in
                PercentEncoding.decode(item.prefix { $0 != "=" })
            } ?? []
        return query.filter { !names.contains($0.name) }.reduce(url) { url, item in
            let encoded = PercentEncoding.encode(item.name) + [UInt8(ascii: "=")] + PercentEncoding.encode(item.value)
            return url + (url.contains("?") ? "&" : "?") + String(decoding: encoded, as: UTF8.self)
        }
    }
}

extension HTTPList {
    /// An answer that is no page, or leads nowhere.
    struct Mismatch: Error {
        var message: String
    }

    /// The items of a page; none where there is nothing.
    func items(of document: JSON) throws(Mismatch) -> [JSON]? {
        let path = configuration.items
        switch path.path.value(in: document) {
        case nil: return nil
        case .null?: return []
        case .array(let items)?: return items
        case let other?: throw Mismatch(message: "\(path) should be an array and is \(other.kindName)")
        }
    }

    /// Where the page behind an answer is; nil at the end.
    ///
    /// - Parameters:
    ///   - links: the values of the header `Link`.
    ///   - resolve: the address that a link leads to.
    func position(
        after position: Position, _ document: JSON, _ items: [JSON], links: [String],
        resolve: (String) throws(Mismatch) -> String
    ) throws(Mismatch) -> Position? {
        guard let paginator = configuration.paginator else { return nil }
        var next = position
        next.number += 1
        next.offset += items.count
        next.itemsBefore = items.isEmpty ? nil : items.hashValue
        if let before = position.itemsBefore, before == next.itemsBefore {
            throw Mismatch(
                message: "it has the same items as the page before: does the service know "
                    + (paginator.pageName.map { "'\($0)'?" } ?? "where the next page is?"))
        }
        switch paginator.kind {
        case .page(_, let first):
            if items.count < paginator.size ?? 0 { return nil }
            next.place = .named(.integer(Int64(first + position.number)))
        case .offset:
            if items.count < paginator.size ?? 0 { return nil }
            next.place = .named(.integer(Int64(next.offset)))
        case .cursor(_, let path):
            guard let cursor = try cursor(in: document, path) else { return nil }
            if case .named(let last) = position.place, last == cursor {
                throw Mismatch(message: "the cursor at \(path) leads to the same page again")
            }
            next.place = .named(cursor)
        case .link(let path):
            guard let link = try link(in: document, path, links) else { return nil }
            let target = try resolve(link)
            if case .link(let last) = position.place, last == target {
                throw Mismatch(message: "its link to the next page leads to the same page again")
            }
            next.place = .link(target)
        }
        guard next.number <= paginator.maxPages else {
            throw Mismatch(message: "more pages follow than 'max_pages' allows, which is \(paginator.maxPages)")
        }
        return next
    }

    private func cursor(in document: JSON, _ path: JSONPath) throws(Mismatch) -> Value? {
        switch path.value(in: document) {
        case nil, .null?, .string("")?: nil
        case .string(let text)?: .text(text)
        case .integer(let integer)?: .integer(integer)
        case .number(let number)?: .number(number)
        case .decimal(let digits)?: .decimal(digits)
        case let other?: throw Mismatch(message: "the cursor at \(path) should be text and is \(other.kindName)")
        }
    }

    private func link(in document: JSON, _ path: JSONPath?, _ links: [String]) throws(Mismatch) -> String? {
        guard let path else { return LinkHeader.next(links) }
        switch path.value(in: document) {
        case nil, .null?, .string("")?: return nil
        case .string(let text)?: return text
        case let other?: throw Mismatch(message: "the link at \(path) should be text and is \(other.kindName)")
        }
    }
}
