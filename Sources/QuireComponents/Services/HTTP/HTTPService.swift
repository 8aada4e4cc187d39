import NIOCore
import NIOHTTP1
package import QuireModel
package import QuirePlugin

/// Looks keys up in a service that speaks JSON over HTTP.
package struct HTTPService: LookupService {
    private struct Lookup: Sendable {
        var single: RequestWriter?
        var bulk: RequestWriter?
        var matching: BulkMatching?
        var reader: AnswerReader
    }

    package let lookups: [String: LookupShape]
    /// Hides what is secret in the service's definition.
    package let redactor: Redactor

    private let prepared: [String: Lookup]
    private let transport: HTTPTransport
    private let now: @Sendable () -> Int64

    /// Connects when it is first asked. `close` must be called at its end.
    package init(_ configuration: HTTPServiceConfiguration) throws(DefinitionProblems) {
        let problems = configuration.validate()
        guard problems.isEmpty else { throw DefinitionProblems(problems) }
        let url: ServiceURL
        do {
            url = try ServiceURL(configuration.url)
            transport = try HTTPTransport(configuration, url: url)
        } catch { throw DefinitionProblems([error]) }
        let redactor = configuration.redactor
        self.redactor = redactor
        now = configuration.now
        lookups = configuration.lookups.mapValues(\.shape)
        let (headers, query) = Self.identity(configuration, url)
        var prepared: [String: Lookup] = [:]
        for (name, lookup) in configuration.lookups {
            func writer(_ template: RequestTemplate, isBulk: Bool) -> RequestWriter {
                RequestWriter(
                    template, inputs: lookup.inputs.map(\.name), prefix: url.origin + url.basePath, headers: headers,
                    query: query, isBulk: isBulk)
            }
            prepared[name] = Lookup(
                single: lookup.request.map { writer($0, isBulk: false) },
                bulk: lookup.bulk.map { writer($0.request, isBulk: true) },
                matching: lookup.bulk.map {
                    BulkMatching($0, inputs: lookup.inputs, zone: configuration.zone, redactor: redactor)
                },
                reader: AnswerReader(lookup, zone: configuration.zone, redactor: redactor))
        }
        self.prepared = prepared
    }

    /// What every request carries.
    private static func identity(
        _ configuration: HTTPServiceConfiguration, _ url: ServiceURL
    ) -> (HTTPHeaders, [(name: String, value: String)]) {
        var headers: HTTPHeaders = ["Accept": "application/json", "User-Agent": "quire"]
        for header in configuration.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
        func authorize(_ user: String, _ password: String) {
            let encoded = String(decoding: Base64.encode(Array("\(user):\(password)".utf8)), as: UTF8.self)
            headers.replaceOrAdd(name: "Authorization", value: "Basic \(encoded)")
        }
        switch configuration.authenticator {
        case .none: if let user = url.credentials { authorize(user.username, user.password) }
        case .token(let scheme, let token):
            headers.replaceOrAdd(name: "Authorization", value: scheme.isEmpty ? token : "\(scheme) \(token)")
        case .apiKey(.header, let name, let value): headers.replaceOrAdd(name: name, value: value)
        case .apiKey(.query, let name, let value): return (headers, [(name, value)])
        case .basic(let username, let password): authorize(username, password)
        }
        return (headers, [])
    }

    package func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        guard let lookup = prepared[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        let single = keys.count == 1 ? lookup.single : nil
        guard let writer = single ?? lookup.bulk else {
            throw failure(nil, "one call cannot ask for several keys", mayRetry: false)
        }
        let request: RequestWriter.Request
        do { request = try writer.request(for: keys) } catch {
            return LookupReply(
                replies: keys.map { _ in .failed(message: message(nil, error.message), mayRetry: false) })
        }
        let answer: HTTPTransport.Answer
        do { answer = try await transport.send(request) } catch {
            throw failure(nil, error.message, mayRetry: error.mayRetry)
        }
        let document: JSON
        switch answer.body.withUnsafeReadableBytes({ lookup.reader.verdict(status: Int(answer.status.code), body: $0) })
        {
        case .found(let found): document = found
        case .missing: return LookupReply(replies: keys.map { _ in .missing })
        case .retry(let message):
            var failure = failure(answer, shown(message) ?? excerpt(answer), mayRetry: true)
            failure.retryAfter = answer.headers.first(name: "Retry-After").flatMap { RetryAfter.parse($0, now: now()) }
            throw failure
        case .fail(let message):
            throw failure(answer, shown(message) ?? excerpt(answer), mayRetry: false)
        case .unreadable(let error):
            throw failure(answer, "the body is no JSON, \(error): \(excerpt(answer))", mayRetry: true)
        }
        if single != nil {
            return LookupReply(replies: [labelled(answer, lookup.reader.reply(document))])
        }
        return try bulkReply(lookup, keys, answer, document)
    }

    package func close() async { transport.close() }

    private func bulkReply(
        _ lookup: Lookup, _ keys: [LookupKey], _ answer: HTTPTransport.Answer, _ document: JSON
    ) throws(AttemptFailure) -> LookupReply {
        guard let matching = lookup.matching else { return LookupReply(replies: keys.map { _ in .missing }) }
        do {
            let (items, warnings) = try matching.match(document, to: keys)
            let replies = items.map { item in
                labelled(answer, item.map { lookup.reader.reply(item: $0) } ?? .missing)
            }
            return LookupReply(replies: replies, warnings: warnings)
        } catch {
            throw failure(answer, error.message, mayRetry: false)
        }
    }
}

extension HTTPService {
    private func labelled(
        _ answer: HTTPTransport.Answer, _ reply: LookupReply.KeyReply
    ) -> LookupReply.KeyReply {
        guard case .failed(let detail, _) = reply else { return reply }
        return .failed(message: message(answer, detail), mayRetry: false)
    }

    private func failure(
        _ answer: HTTPTransport.Answer?, _ detail: String, mayRetry: Bool
    ) -> AttemptFailure {
        AttemptFailure(message(answer, detail), mayRetry: mayRetry)
    }

    /// `503 Service Unavailable: try again later`; who was asked for which key is said by whoever asks.
    private func message(_ answer: HTTPTransport.Answer?, _ detail: String) -> String {
        let status = answer.map { "\($0.status.code) \($0.status.reasonPhrase): " } ?? ""
        return redactor.redact("\(status)\(detail.isEmpty ? "no body" : detail)")
    }

    /// What a rule says of an answer, as far as it says anything.
    private func shown(_ message: String?) -> String? { message.map { redactor.line($0, limit: 200) } }

    /// The first 200 characters of the body.
    private func excerpt(_ answer: HTTPTransport.Answer) -> String {
        redactor.line(String(decoding: answer.body.readableBytesView.prefix(1 << 16), as: UTF8.self), limit: 200)
    }
}
