/// Text in addresses.
package enum PathText {
    /// All but RFC 3986's unreserved characters percent-encoded, `/` too.
    package static func encoded(_ text: some StringProtocol) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// `?report=contracts&status=failed`; nothing where there are no pairs.
    package static func query(_ pairs: [(name: String, value: String)]) -> String {
        guard !pairs.isEmpty else { return "" }
        return "?" + pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }
}

/// Where each page is.
package enum PagePath {
    package static let reports = "/"
    package static let runs = "/runs"
    package static let schedules = "/schedules"
    package static let services = "/services"
    package static let problems = "/problems"
    package static let signIn = "/login"
    package static let signOut = "/logout"

    package static func report(_ name: String) -> String { "/reports/" + PathText.encoded(name) }
    package static func run(_ id: String) -> String { "/runs/" + PathText.encoded(id) }
    package static func schedule(_ id: String) -> String { "/schedules/" + PathText.encoded(id) }
    package static func events(ofRun id: String) -> String { "/api/v1/runs/\(PathText.encoded(id))/events" }
    package static func file(_ name: String, ofRun id: String) -> String {
        "/api/v1/runs/\(PathText.encoded(id))/files/\(PathText.encoded(name))"
    }
}
