/// What a form sends, or a query holds: names and values in their order, a name as often as it comes.
package struct EncodedFields: Sendable, Hashable {
    package var fields: [Field]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// - Throws: a problem of 400 where it is none.
    package init(_ text: some StringProtocol) throws(Problem) {
        fields = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count == 2 ? parts[1] : "", plusIsSpace: true)
            else { throw .badRequest("the fields of the form are not encoded as they must be") }
            fields.append(Field(name: name, value: value))
        }
    }

    /// The first of that name.
    package subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The same where it is not empty: a field that nobody filled in is as if not given.
    package func filled(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
