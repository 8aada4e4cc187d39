/// A JSON document, or a part of one.
public enum JSON: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// Written without point and exponent.
    case integer(Int64)
    case number(Double)
    /// A number of more digits than an `Int64` or a `Double` keeps, as it is written.
    case decimal(String)
    case string(String)
    case array([JSON])
    /// Members in the order in which they are written. Of a name that is there twice all are kept.
    case object([Member])

    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

extension JSON {
    /// An object of these members: `.members(["sn": "C1"])`.
    public static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member($0.key, $0.value) })
    }

    /// The member of that name of an object; the last where there are several.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The element of an array; a negative index counts from its end.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self else { return nil }
        let place = index < 0 ? elements.count + index : index
        return elements.indices.contains(place) ? elements[place] : nil
    }

    /// What it is, for messages: 'an object', 'a number', ….
    public var kindName: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer, .number, .decimal: "a number"
        case .string: "text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
