import NIOHTTP1
import QuireModel

/// Asks an OAuth 2 server for access tokens (RFC 6749, 4.4), over connections of its own.
struct TokenEndpoint: Sendable {
    private let address: String
    private let request: RequestWriter.Request
    private let transport: HTTPTransport
    private let limit: Duration
    private let secrets: KnownSecrets
    private let now: @Sendable () -> Int64

    /// - Parameter configuration: the service's: what holds for its connections holds for these.
    /// - Returns: nil where the service wants no tokens.
    init?(_ configuration: HTTPServiceConfiguration, secrets: KnownSecrets) throws(DefinitionProblem) {
        guard case .clientCredentials(let credentials) = configuration.authenticator else { return nil }
        let url = try TokenURL(credentials.tokenURL)
        address = url.shown
        request = RequestWriter.Request(
            method: .POST, url: url.request,
            headers: [
                "Accept": "application/json", "User-Agent": "quire",
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": credentials.basic.basicAuthorization,
            ],
            body: Array(credentials.form.utf8))
        var configuration = configuration
        configuration.maxConcurrency = 1
        // The service's own authorities need not be those of a server for everybody's tokens.
        configuration.tls.trustsSystem = try ServiceURL(configuration.url).origin != url.site.origin
        transport = try HTTPTransport(configuration, to: url.site)
        limit = configuration.tokenTimeout
        now = configuration.now
        self.secrets = secrets
    }

    /// The token is known as a secret before anyone has it.
    func token() async throws(HTTPTransport.Failure) -> AccessToken {
        do throws(HTTPTransport.Failure) {
            let began = now()
            let token = try TokenAnswer(answer: try await answer(), began: began, redactor: secrets.redactor).token()
            secrets.add(token.text)
            return token
        } catch {
            var failure = error
            failure.message = "no token from \(address): \(error.message)"
            throw failure
        }
    }

    func close() { transport.close() }

    private func answer() async throws(HTTPTransport.Failure) -> HTTPTransport.Answer {
        let result = await withTaskGroup { group in
            group.addTask { await sent() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let result else { throw HTTPTransport.Failure(message: "no answer in time", mayRetry: true) }
        return try result.get()
    }

    private func sent() async -> Result<HTTPTransport.Answer, HTTPTransport.Failure>? {
        do throws(HTTPTransport.Failure) {
            return .success(try await transport.send(request, followingRedirects: false))
        } catch {
            return .failure(error)
        }
    }
}
