import QuireModel

/// How a list's pages are asked for, one after the other.
package struct Paginator: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// By number, from `first` on; ends with a page shorter than `size`.
        case page(name: String, first: Int)
        /// By the number of items before it; ends with a page shorter than `size`.
        case offset(name: String)
        /// By what the page before says, until one says nothing.
        case cursor(name: String, path: JSONPath)
        /// By a link to it in the page before, or else in the header `Link`, until there is none.
        case link(JSONPath?)
    }

    /// Where a request says which page it is for.
    package enum Place: String, Sendable, Hashable, CaseIterable {
        case query, json
    }

    /// A value that a request says besides those of its template, as an input that no list can have.
    enum Placeholder: String {
        case page = "(page)"
        case size = "(size)"
    }

    package static let mostPages = 10_000

    package var kind: Kind
    /// Items of a full page, where requests say it.
    package var size: Int?
    package var sizeName: String?
    package var place: Place
    package var maxPages: Int

    package init(
        _ kind: Kind, size: Int? = nil, sizeName: String? = nil, in place: Place = .query, maxPages: Int = mostPages
    ) {
        self.kind = kind
        self.size = size
        self.sizeName = sizeName
        self.place = place
        self.maxPages = maxPages
    }

    /// What a request calls the page.
    var pageName: String? {
        switch kind {
        case .page(let name, _), .offset(let name), .cursor(let name, _): name
        case .link: nil
        }
    }

    /// The names that requests have besides those of their template.
    package var names: [String] { [pageName, sizeName].compactMap(\.self) }

    /// A request that also says which page it is for.
    ///
    /// - Parameter namesPage: the first page of a cursor has no name.
    func paged(_ request: RequestTemplate, namesPage: Bool) -> RequestTemplate {
        var request = request
        let added: [(String, Placeholder)] =
            (namesPage ? [pageName].compactMap(\.self).map { ($0, .page) } : [])
            + [sizeName].compactMap(\.self).map { ($0, .size) }
        guard !added.isEmpty else { return request }
        switch place {
        case .query:
            request.query += added.map { RequestTemplate.Item($0, TextTemplate(placeholder: $1.rawValue)) }
        case .json:
            let members = added.map { JSONTemplate.Member(name: $0, value: .value($1.rawValue)) }
            if case .object(let written)? = request.json {
                request.json = .object(written + members)
            } else {
                request.json = .object(members)
            }
        }
        return request
    }
}
