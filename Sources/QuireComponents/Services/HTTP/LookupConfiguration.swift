package import QuireModel
package import QuirePlugin

/// A lookup of an HTTP service, as it is defined.
package struct LookupConfiguration: Sendable {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var type: FieldType
        /// From the item on.
        package var path: JSONPath
        package var isRequired: Bool

        /// - Parameter path: the member of the field's name unless given.
        package init(_ name: String, _ type: FieldType = .text, path: JSONPath? = nil, isRequired: Bool = false) {
            self.name = name
            self.type = type
            self.path = path ?? .member(name)
            self.isRequired = isRequired
        }
    }

    /// How one call asks for many keys.
    package struct Bulk: Sendable {
        /// How an item says which key it is for.
        package enum Match: Sendable, Hashable {
            /// For each input the path of its value, from the item on.
            case paths([String: JSONPath])
            /// Items come in the order of the keys, one for each.
            case position
            /// `items` is an object, and its members are named by the key.
            case property
        }

        /// Keys in one call at most.
        package var size: Int
        package var request: RequestTemplate
        package var items: ItemsPath
        package var match: Match

        package init(size: Int, request: RequestTemplate, items: ItemsPath, match: Match) {
            self.size = size
            self.request = request
            self.items = items
            self.match = match
        }
    }

    package var inputs: [LookupShape.Field]
    /// The call for a single key; without it `bulk` serves that too.
    package var request: RequestTemplate?
    package var responses: [ResponseRule]
    /// Where the item is in the answer to `request`; the whole answer unless given.
    package var item: JSONPath
    package var fields: [Field]
    package var bulk: Bulk?

    package init(
        inputs: [LookupShape.Field], request: RequestTemplate? = nil, responses: [ResponseRule] = [],
        item: JSONPath = .root, fields: [Field], bulk: Bulk? = nil
    ) {
        self.inputs = inputs
        self.request = request
        self.responses = responses
        self.item = item
        self.fields = fields
        self.bulk = bulk
    }

    package var shape: LookupShape {
        LookupShape(
            inputs: inputs, fields: fields.map { FieldShape($0.name, $0.type) }, keysPerCall: bulk?.size ?? 1)
    }
}
