import NIOCore
import NIOHTTP1
import QuireModel
import QuirePlugin

/// The answer to a request for a token (RFC 6749, 5), and what it says. Knows no connection.
struct TokenAnswer {
    var answer: HTTPTransport.Answer
    /// When it was asked for, in seconds since 1970.
    var began: Int64
    var redactor: Redactor

    func token() throws(HTTPTransport.Failure) -> AccessToken {
        let document = answer.body.withUnsafeReadableBytes { try? JSON.parse($0) }
        if (300..<400).contains(answer.status.code), let location = answer.headers.first(name: "Location") {
            throw failure("redirects are not followed, and this one leads to \(line(location))")
        }
        guard (200..<300).contains(answer.status.code) else { throw refusal(document) }
        // From here on the body is not shown: it may hold a token in some form or other.
        guard let document else { throw failure("the body is no JSON", mayRetry: true) }
        guard case .string(let text)? = document["access_token"], !text.isEmpty else {
            let problem = ["error", "error_description"].compactMap { name in
                if case .string(let text)? = document[name] { line(text) } else { nil }
            }
            throw failure((["no 'access_token' in the answer"] + problem).joined(separator: ": "))
        }
        if case .string(let type)? = document["token_type"], type.lowercased() != "bearer" {
            throw failure("a token of type '\(line(type))', where only Bearer is known")
        }
        guard HeaderText.isValue(text) else { throw failure("a token that no header can hold") }
        return AccessToken(text, lifetime: document["expires_in"]?.seconds, began: began)
    }

    private func refusal(_ document: JSON?) -> HTTPTransport.Failure {
        // What the server shows of secrets that are not ours is not shown either.
        let text =
            if let document {
                redactor.hiding(document.secrets).line(document, limit: 200)
            } else {
                line(String(decoding: answer.body.readableBytesView.prefix(1 << 16), as: UTF8.self))
            }
        let isPassing =
            answer.status.code >= 500 || ResponseRule.standardAction(status: Int(answer.status.code)) == .retry
        return failure(text.isEmpty ? "no body" : text, mayRetry: isPassing)
    }

    private func failure(_ detail: String, mayRetry: Bool = false) -> HTTPTransport.Failure {
        HTTPTransport.Failure(
            message: "\(answer.statusLine): \(detail)", mayRetry: mayRetry,
            retryAfter: mayRetry ? answer.retryAfter(now: began) : nil)
    }

    private func line(_ text: String) -> String { redactor.line(text, limit: 200) }
}

extension JSON {
    /// A number, also where it is written as a text.
    fileprivate var seconds: Double? {
        switch self {
        case .integer(let seconds): Double(seconds)
        case .number(let seconds): seconds
        case .string(let text), .decimal(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .null, .boolean, .array, .object: nil
        }
    }

    /// Texts under names that say that they are secret.
    fileprivate var secrets: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.secrets)
        case .object(let members):
            members.flatMap { member -> [String] in
                if SecretName.isSecret(member.name), case .string(let text) = member.value { return [text] }
                return member.value.secrets
            }
        case .null, .boolean, .integer, .number, .decimal, .string: []
        }
    }
}
