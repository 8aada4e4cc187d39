/// Why a call of a plugin came to nothing, fit to be shown: no secrets in it.
package struct PluginFailure: Error, Sendable, Hashable {
    package var message: String
    package var hint: String?
    /// It may be answered when it is asked again.
    package var mayRetry: Bool
    /// No call will ever be answered.
    package var isFinal = false

    package init(_ message: String, hint: String? = nil, mayRetry: Bool) {
        self.message = message
        self.hint = hint
        self.mayRetry = mayRetry
    }

    package static let cancelled = PluginFailure("cancelled", mayRetry: false)
}

/// What a plugin sent that the protocol does not allow: what was wanted, and what came.
package struct ProtocolViolation: Error, Sendable, Hashable {
    package var text: String

    package init(_ text: String) { self.text = text }

    package init(wanted: String, came: String) { text = "wanted \(wanted), came \(came)" }
}
