import HTTPTypes
import Hummingbird
import HummingbirdCore
import QuirePages

/// The language that a reader has picked: asked for by `?lang=zh-CN`, and from then on kept in a cookie.
enum LanguageChoice {
    private static let name = "quire_language"
    /// A year, in seconds.
    private static let lifetime = 365 * 86_400

    /// - Returns: nil where none is asked for, or one there is not.
    static func asked(in uri: URI) -> Language? {
        uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
    }

    static func kept(in headers: HTTPFields) -> Language? {
        headers.cookie(name).flatMap(Language.init(rawValue:))
    }

    /// What sets the cookie.
    static func setting(_ language: Language, isSecure: Bool) -> String {
        "\(name)=\(language.rawValue); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(lifetime)"
            + (isSecure ? "; Secure" : "")
    }
}
