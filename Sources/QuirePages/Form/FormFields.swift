/// The fields of a posted form or of a query, those of one name in their order.
package struct FormFields: Sendable, Hashable {
    package var pairs: [Pair]

    package struct Pair: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs.map { Pair(name: $0.name, value: $0.value) }
    }

    package subscript(name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// The last value of that name.
    package func value(_ name: String) -> String? { pairs.last { $0.name == name }?.value }

    package func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    /// The form showed the field, so that no value means that nothing was chosen.
    package func offers(_ name: String) -> Bool { pairs.contains { $0.name == "offered" && $0.value == name } }

    package mutating func append(_ name: String, _ value: String) { pairs.append(Pair(name: name, value: value)) }
}
