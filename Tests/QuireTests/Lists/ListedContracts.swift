import QuireModel
import QuireStandIn
import Synchronization

/// A service with a list of contracts, C1, C2, …, and what it was asked.
final class ListedContracts: Sendable {
    private let rows: Int
    private let asked = Mutex<[StandInRequest]>([])

    init(_ rows: Int) { self.rows = rows }

    var requests: [StandInRequest] { asked.withLock { $0 } }
    var uris: [String] { requests.map(\.uri) }

    static func item(_ number: Int) -> JSON {
        .members(["sn": .string("C\(number)"), "amount": .integer(Int64(number * 100)), "note": .null])
    }

    /// Notes the request.
    ///
    /// - Returns: how many came before.
    private func note(_ request: StandInRequest) -> Int {
        asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
    }

    private func items(_ first: Int, _ size: Int) -> JSON {
        .array((first..<max(first, min(rows, first + size))).map { Self.item($0 + 1) })
    }

    /// By `page` and `per_page`.
    ///
    /// - Parameter fault: stands in for an answer, by the number of requests before.
    func pages(_ fault: @escaping @Sendable (Int) -> StandInAnswer? = { _ in nil }) -> StandIn.Handler {
        { request in
            if let answer = fault(self.note(request)) { return answer }
            let said = Self.said(request)
            let size = said["per_page"].flatMap(Int.init) ?? 100
            return StandInAnswer(
                .members(["results": self.items(((said["page"].flatMap(Int.init) ?? 1) - 1) * size, size)]))
        }
    }

    /// By `offset` and `limit`.
    var offsets: StandIn.Handler {
        { request in
            _ = self.note(request)
            let said = Self.said(request)
            return StandInAnswer(
                .members([
                    "results": self.items(
                        said["offset"].flatMap(Int.init) ?? 0, said["limit"].flatMap(Int.init) ?? 100)
                ]))
        }
    }

    /// By `cursor`, the serial number of the last item, in pages of `size`.
    func cursors(of size: Int) -> StandIn.Handler {
        { request in
            _ = self.note(request)
            let first = Self.said(request)["cursor"].flatMap { Int($0.dropFirst()) } ?? 0
            let isLast = first + size >= self.rows
            return StandInAnswer(
                .members([
                    "results": self.items(first, size), "next": isLast ? .null : .string("C\(first + size)"),
                ]))
        }
    }

    /// By links, in the header or the body, in pages of `size`.
    func links(of size: Int, inHeader: Bool) -> StandIn.Handler {
        { request in
            _ = self.note(request)
            let first = Self.said(request)["from"].flatMap(Int.init) ?? 0
            let next = first + size >= self.rows ? nil : "/contracts?from=\(first + size)"
            let body = JSON.members([
                "results": self.items(first, size),
                "links": .members(["next": inHeader ? .null : next.map(JSON.string) ?? .null]),
            ])
            var answer = StandInAnswer(body)
            if inHeader, let next {
                answer.headers.append(("Link", "</contracts?from=0>; rel=\"first\", <\(next)>; rel=\"next\""))
            }
            return answer
        }
    }

    /// What the query and the body say.
    static func said(_ request: StandInRequest) -> [String: String] {
        var said = Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        if case .object(let members)? = try? JSON.parse(request.body) {
            for member in members {
                if case .string(let text) = member.value {
                    said[member.name] = text
                } else {
                    said[member.name] = member.value.text
                }
            }
        }
        return said
    }
}

extension Project {
    /// A report, `contracts`, of a service's list.
    ///
    /// - Parameters:
    ///   - request: keys of the list's request besides its path.
    ///   - settings: keys of the service, a line each.
    ///   - source: keys of the source besides `list`.
    static func listing(
        _ paginator: String, request: String = "", settings: String = "timeout: 5s", source: String = "",
        list: String = "", path: String = "/contracts", fields: String = "{ sn: {}, amount: { type: number } }"
    ) -> Project {
        Project([
            "contracts.yaml": """
            title: Contracts
            source: { list: crm.contracts\(source) }
            columns: [sn, amount]
            """,
            "services/crm.yaml": """
            url: ${TETHER_URL}
            authenticator: { type: token, scheme: Token, token: "${TETHER_TOKEN}" }
            \(settings)
            lists:
              contracts:
                request: { path: "\(path)"\(request) }
                items: $.results[*]
                fields: \(fields)
                \(paginator.isEmpty ? "" : "paginator: \(paginator)")
                \(list)
            """,
        ])
    }

    /// The serial numbers in `out.csv`.
    var serialNumbers: [String] {
        get throws { try lines("out.csv").dropFirst().map { String($0.prefix { $0 != "," }) } }
    }

    static func serialNumbers(_ count: Int) -> [String] { (0..<count).map { "C\($0 + 1)" } }
}
