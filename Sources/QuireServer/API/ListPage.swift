import QuireModel

/// Which part of a list is wanted: `?limit=&cursor=`.
struct ListPage: Sendable, Hashable {
    static let standard = 50
    static let most = 200

    var limit = standard
    /// What the last item of the part before is called.
    var cursor: String?

    /// - Throws: a problem of 422.
    init(_ query: EncodedFields) throws(Problem) {
        if let text = query.filled("limit") {
            guard let limit = Int(text), (1...Self.most).contains(limit) else {
                throw .invalidParameters(["limit": "it is from 1 to \(Self.most)"])
            }
            self.limit = limit
        }
        if let text = query.filled("cursor") {
            guard let cursor = Self.decode(text) else {
                throw .invalidParameters(["cursor": "it is not one that a list has given"])
            }
            self.cursor = cursor
        }
    }

    /// `{items, next_cursor}`
    ///
    /// - Parameter items: one more than the limit where there are more, each with its name.
    func json(_ items: [(name: String, json: JSON)]) -> JSON {
        let page = items.prefix(limit)
        let next = items.count > limit ? page.last.map { JSON.string(Self.encode($0.name)) } : nil
        return .members(["items": .array(page.map(\.json)), "next_cursor": next ?? .null])
    }

    /// A part of a list that is there whole, in order of its names.
    func part(of all: [(name: String, json: JSON)]) -> JSON {
        let later = cursor.map { cursor in all.drop { $0.name <= cursor } } ?? all[...]
        return json(Array(later.prefix(limit + 1)))
    }

    /// Not to be read by anyone, so that it may change.
    static func encode(_ name: String) -> String {
        name.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private static func decode(_ text: String) -> String? {
        guard text.utf8.count.isMultiple(of: 2), text.utf8.count <= 2000, !text.isEmpty else { return nil }
        let digits = Array(text.utf8)
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
