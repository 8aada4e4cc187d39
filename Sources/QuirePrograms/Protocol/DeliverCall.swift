package import QuireModel
package import QuirePlugin

/// The request `deliver`, and what its answer must be.
package struct DeliverCall: Sendable {
    package static let method = "deliver"

    package static func params(_ file: DeliveredFile, with: JSON) -> JSON {
        .members([
            "file": .string(file.path), "name": .string(file.name), "media_type": .string(file.mediaType),
            "report": .string(file.report), "run": .string(file.run), "with": with,
        ])
    }

    /// - Returns: where the file is now, as far as the plugin says.
    package static func location(_ result: JSON, _ redactor: Redactor) throws(ProtocolViolation) -> String? {
        guard case .object = result else {
            throw ProtocolViolation(wanted: "{\"location\": …} or {}", came: redactor.line(result, limit: 200))
        }
        switch result["location"] {
        case nil, .null?: return nil
        case .string(let text)?: return redactor.line(text, limit: 1_000)
        case let other?: throw ProtocolViolation(wanted: "text as 'location'", came: redactor.line(other, limit: 200))
        }
    }
}
