package import Hummingbird
package import QuireModel

extension Request {
    /// What comes before a `;`, in small letters.
    private var contentType: String {
        (headers[.contentType] ?? "").prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
    }

    var isForm: Bool { contentType == "application/x-www-form-urlencoded" }

    /// The body as a form; it can be read again.
    ///
    /// - Throws: a problem of 413, 415 or 400.
    package mutating func form() async throws -> EncodedFields {
        guard isForm else { throw Problem.unsupportedContent("a form") }
        return try EncodedFields(String(buffer: try await collectBody(upTo: ServerContext.bodyLimit)))
    }

    /// The body as JSON; nil where there is none.
    ///
    /// - Throws: a problem of 413, 415 or 400.
    package mutating func json() async throws -> JSON? {
        let body = try await collectBody(upTo: ServerContext.bodyLimit)
        guard body.readableBytes > 0 else { return nil }
        guard contentType == "application/json" else { throw Problem.unsupportedContent("JSON") }
        do { return try JSON.parse(Array(body.readableBytesView)) } catch {
            throw Problem.badRequest("the body is no JSON: \(error)")
        }
    }

    /// The fields of the query.
    ///
    /// - Throws: a problem of 400.
    package func query() throws(Problem) -> EncodedFields { try EncodedFields(uri.query ?? "") }
}
