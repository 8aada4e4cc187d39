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

    let lists: [String: HTTPList]
    let transport: HTTPTransport
    private let prepared: [String: Lookup]
    /// Asks for the address alone.
    private let base: RequestWriter
    private let zone: LocalZone
    private let tokenEndpoint: TokenEndpoint?
    private let token: SharedToken?
    private let secrets: KnownSecrets
    private let now: @Sendable () -> Int64

    /// Connects when it is first asked. `close` must be called at its end.
    package init(_ configuration: HTTPServiceConfiguration) throws(DefinitionProblems) {
        let problems = configuration.validate()
        guard problems.isEmpty else { throw DefinitionProblems(problems) }
        let secrets = KnownSecrets(configuration.redactor)
        self.secrets = secrets
        let url: ServiceURL
        do {
            url = try ServiceURL(configuration.url)
            transport = try HTTPTransport(configuration, to: url)
        } catch { throw DefinitionProblems([error]) }
        do { tokenEndpoint = try TokenEndpoint(configuration, secrets: secrets) } catch {
            transport.close()
            throw DefinitionProblems([error])
        }
        token = tokenEndpoint.map { SharedToken(now: configuration.now, fetch: $0.token) }
        now = configuration.now
        lookups = configuration.lookups.mapValues(\.shape)
        let (headers, query) = Self.identity(configuration, url)
        base = RequestWriter(
            RequestTemplate(method: "GET", path: TextTemplate.nothing), inputs: [], prefix: url.origin + url.basePath,
            headers: headers, query: query, isBulk: false)
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
                    BulkMatching($0, inputs: lookup.inputs, zone: configuration.zone, secrets: secrets)
                },
                reader: AnswerReader(lookup, zone: configuration.zone, secrets: secrets))
        }
        self.prepared = prepared
        lists = configuration.lists.mapValues {
            HTTPList($0, prefix: url.origin + url.basePath, headers: headers, query: query)
        }
        zone = configuration.zone
    }

    /// What reads the pages of a list.
    func reader(of list: ListConfiguration, fields: [LookupConfiguration.Field]) -> AnswerReader {
        AnswerReader(
            rules: list.responses, fields: fields, zone: zone, secrets: secrets,
            standardAction: ResponseRule.standardListAction)
    }

    /// What every request carries.
    private static func identity(
        _ configuration: HTTPServiceConfiguration, _ url: ServiceURL
    ) -> (HTTPHeaders, [(name: String, value: String)]) {
        var headers: HTTPHeaders = ["Accept": "application/json", "User-Agent": "quire"]
        for header in configuration.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
        func authorize(_ user: Redactor.Credentials) {
            headers.replaceOrAdd(name: "Authorization", value: user.basicAuthorization)
        }
        switch configuration.authenticator {
        case .none: if let user = url.credentials { authorize(user) }
        case .token(let scheme, let token):
            headers.replaceOrAdd(name: "Authorization", value: scheme.isEmpty ? token : "\(scheme) \(token)")
        case .apiKey(.header, let name, let value): headers.replaceOrAdd(name: name, value: value)
        case .apiKey(.query, let name, let value): return (headers, [(name, value)])
        case .basic(let username, let password): authorize(.init(username: username, password: password))
        case .clientCredentials: break
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
        let (answer, found) = try await document(of: request, by: lookup.reader)
        guard let document = found else {
            return LookupReply(replies: keys.map { _ in .missing }, warnings: doubts(answer, keys.count))
        }
        if single != nil {
            return LookupReply(replies: [labelled(answer, lookup.reader.reply(document))])
        }
        return try bulkReply(lookup, keys, answer, document)
    }

    /// Asks once.
    ///
    /// - Returns: the answer and its document, nil where it says that nothing is there.
    func document(
        of request: RequestWriter.Request, by reader: AnswerReader
    ) async throws(AttemptFailure) -> (HTTPTransport.Answer, JSON?) {
        let answer: HTTPTransport.Answer
        do { answer = try await send(request) } catch {
            var failure = failure(nil, error.message, mayRetry: error.mayRetry)
            failure.retryAfter = error.retryAfter
            throw failure
        }
        switch answer.body.withUnsafeReadableBytes({ reader.verdict(status: Int(answer.status.code), body: $0) }) {
        case .found(let found): return (answer, found)
        case .missing: return (answer, nil)
        case .retry(let message):
            var failure = failure(answer, shown(message) ?? excerpt(answer), mayRetry: true)
            failure.retryAfter = answer.retryAfter(now: now())
            throw failure
        case .fail(let message):
            throw failure(answer, shown(message) ?? excerpt(answer), mayRetry: false)
        case .unreadable(let error):
            throw failure(answer, "the body is no JSON, \(error): \(excerpt(answer))", mayRetry: true)
        }
    }

    /// Asks for the service's address alone, with its credentials: whatever it answers, it can be reached.
    ///
    /// - Throws: where nothing answers, or the credentials are refused.
    package func reach() async throws(AttemptFailure) {
        let answer: HTTPTransport.Answer
        do { answer = try await send(base.request(for: [LookupKey([])])) } catch let error as HTTPTransport.Failure {
            throw failure(nil, error.message, mayRetry: error.mayRetry)
        } catch { throw failure(nil, "\(error)", mayRetry: false) }
        guard answer.status == .unauthorized else { return }
        throw failure(answer, "the credentials are refused: \(excerpt(answer))", mayRetry: false)
    }

    package func close() async {
        transport.close()
        tokenEndpoint?.close()
    }

    /// With a token where the service wants one: with another, once, where it does not take that.
    private func send(_ request: RequestWriter.Request) async throws(HTTPTransport.Failure) -> HTTPTransport.Answer {
        guard let token else { return try await transport.send(request) }
        let first = try await token.token()
        let answer = try await transport.send(request.authorized(by: first))
        guard answer.status == .unauthorized else { return answer }
        return try await transport.send(request.authorized(by: token.token(inPlaceOf: first)))
    }

    /// An answer that many keys are missing may as well say that the address is wrong.
    private func doubts(_ answer: HTTPTransport.Answer, _ keyCount: Int) -> [LookupWarning] {
        guard keyCount > 1 else { return [] }
        let status = "\(answer.status.code) \(answer.status.reasonPhrase)"
        return [
            LookupWarning("keys are missing because their call as a whole was answered \(status)", count: keyCount)
        ]
    }

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

    func failure(
        _ answer: HTTPTransport.Answer?, _ detail: String, mayRetry: Bool
    ) -> AttemptFailure {
        AttemptFailure(message(answer, detail), mayRetry: mayRetry)
    }

    /// `503 Service Unavailable: try again later`; who was asked for which key is said by whoever asks.
    private func message(_ answer: HTTPTransport.Answer?, _ detail: String) -> String {
        let status = answer.map { "\($0.statusLine): " } ?? ""
        return secrets.redactor.redact("\(status)\(detail.isEmpty ? "no body" : detail)")
    }

    /// What a rule says of an answer, as far as it says anything.
    private func shown(_ message: String?) -> String? { message.map { secrets.redactor.line($0, limit: 200) } }

    /// The first 200 characters of the body.
    func excerpt(_ answer: HTTPTransport.Answer) -> String {
        secrets.redactor.line(
            String(decoding: answer.body.readableBytesView.prefix(1 << 16), as: UTF8.self), limit: 200)
    }
}

extension RequestWriter.Request {
    fileprivate func authorized(by token: AccessToken) -> Self {
        var request = self
        request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token.text)")
        return request
    }
}
