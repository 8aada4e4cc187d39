import Foundation
import QuireModel

/// The name of a user or a token.
enum AccountName {
    /// The same name however its letters are composed.
    ///
    /// - Parameter kind: `user` or `token`.
    static func check(_ name: String, of kind: String) throws(DiagnosticError) -> String {
        let name = name.precomposedStringWithCanonicalMapping
        guard !name.isEmpty, name.count <= 64, name.unicodeScalars.allSatisfy(\.isNameScalar) else {
            throw DiagnosticError(.invalidName(String(name.prefix(64)), of: kind))
        }
        return name
    }
}
