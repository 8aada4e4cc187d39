import QuireModel
import QuirePlugin

/// The key `tls`.
struct TLSDefinition: DefinitionObject {
    var ca: String?
    var certificate: String?
    var key: String?

    static let caField = Field<String?>.optional("ca", "Authorities to trust in place of the system's, a PEM file.")
    static let certificateField = Field<String?>.optional("certificate", "A client certificate, a PEM file.")
    static let keyField = Field<String?>.optional("key", "The certificate's key, a PEM file.")

    static let subject = "'tls'"
    static let fields = FieldTable(
        [AnyField(caField), AnyField(certificateField), AnyField(keyField)],
        rules: [
            .when(.has("certificate"), .has("key")), .when(.has("key"), .has("certificate")),
        ])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        ca = values[Self.caField]
        certificate = values[Self.certificateField]
        key = values[Self.keyField]
    }
}
