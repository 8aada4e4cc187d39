import NIOHTTP1
package import QuireModel
package import QuirePlugin

extension HTTPService {
    package func firstPage(of list: String, _ question: ListQuestion) throws(RunFailure) -> PageRequest {
        guard let list = lists[list] else { throw RunFailure("the service has no such list") }
        do throws(RequestWriter.Refusal) {
            _ = try list.request(question.input, at: list.start)
        } catch {
            throw RunFailure(error.message)
        }
        return request(ListSession(list, question, self), at: list.start)
    }

    private func request(_ session: ListSession, at position: HTTPList.Position) -> PageRequest {
        PageRequest(number: position.number) { () async throws(AttemptFailure) -> ListPage in
            try await page(session, at: position)
        }
    }

    private func page(_ session: ListSession, at position: HTTPList.Position) async throws(AttemptFailure) -> ListPage {
        let list = session.list
        let request: RequestWriter.Request
        do { request = try list.request(session.input, at: position) } catch {
            throw AttemptFailure(error.message, mayRetry: false)
        }
        let (answer, document) = try await document(of: request, by: session.reader)
        guard let document else { return ListPage(values: [], rowCount: 0) }
        do throws(HTTPList.Mismatch) {
            guard let items = try list.items(of: document) else {
                throw HTTPList.Mismatch(
                    message: "there is nothing at \(list.configuration.items): \(excerpt(answer))")
            }
            let values = try session.values(of: items)
            let next = try list.position(
                after: position, document, items, links: answer.headers["Link"]
            ) { link throws(HTTPList.Mismatch) in
                try target(of: link, from: request.url)
            }
            return ListPage(
                values: values, rowCount: items.count, next: next.map { self.request(session, at: $0) })
        } catch {
            throw failure(answer, error.message, mayRetry: false)
        }
    }

    private func target(of link: String, from url: String) throws(HTTPList.Mismatch) -> String {
        do throws(HTTPTransport.Elsewhere) {
            return try transport.target(of: link, from: url)
        } catch {
            throw HTTPList.Mismatch(message: error.message("a link"))
        }
    }
}

/// One reading of a list.
struct ListSession: Sendable {
    let list: HTTPList
    let input: [Value]
    let reader: AnswerReader
    private let invalidValues: InvalidValues
    private let width: Int
    /// Items may be anything where a field is the item itself.
    private let itemsAreValues: Bool

    init(_ list: HTTPList, _ question: ListQuestion, _ service: HTTPService) {
        self.list = list
        input = question.input
        invalidValues = question.invalidValues
        width = question.fields.count
        var fields = list.configuration.fields
        for (index, field) in question.fields.enumerated() where index < fields.count {
            fields[index].type = field.type ?? fields[index].type
        }
        itemsAreValues = fields.contains { $0.path.steps.isEmpty }
        reader = service.reader(of: list.configuration, fields: fields)
    }

    func values(of items: [JSON]) throws(HTTPList.Mismatch) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(items.count * width)
        for (index, item) in items.enumerated() {
            if !itemsAreValues, !item.hasParts {
                throw HTTPList.Mismatch(
                    message: "item \(index + 1) of \(list.configuration.items) should be an object and is "
                        + item.kindName)
            }
            if let problem = reader.append(item, to: &values, invalidValues: invalidValues) {
                throw HTTPList.Mismatch(message: "item \(index + 1): \(problem)")
            }
        }
        return values
    }
}

extension JSON {
    fileprivate var hasParts: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
