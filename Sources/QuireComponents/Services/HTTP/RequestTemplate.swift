/// A request as a lookup describes it.
package struct RequestTemplate: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package var name: String
        package var value: TextTemplate

        package init(_ name: String, _ value: TextTemplate) {
            self.name = name
            self.value = value
        }
    }

    package var method: String
    /// Follows the service's `url`.
    package var path: TextTemplate
    package var query: [Item]
    package var headers: [Item]
    package var json: JSONTemplate?

    package init(
        method: String = "GET", path: TextTemplate, query: [Item] = [], headers: [Item] = [], json: JSONTemplate? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.json = json
    }
}
