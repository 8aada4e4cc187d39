package import QuireModel

/// One of a lookup's `responses`: what to do with an answer that it matches.
package struct ResponseRule: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case found, missing, retry, fail
    }

    package struct Condition: Sendable, Hashable {
        package enum Test: Sendable, Hashable {
            case equals(JSON)
            case notEquals(JSON)
            case isIn([JSON])
            case notIn([JSON])
            case exists(Bool)
        }

        package var path: JSONPath
        package var test: Test

        package init(_ path: JSONPath, _ test: Test) {
            self.path = path
            self.test = test
        }

        /// A path that leads nowhere is null, and null does not exist.
        package func holds(in document: JSON) -> Bool {
            let value = path.value(in: document) ?? .null
            return switch test {
            case .equals(let wanted): value.isSame(as: wanted)
            case .notEquals(let unwanted): !value.isSame(as: unwanted)
            case .isIn(let wanted): wanted.contains { value.isSame(as: $0) }
            case .notIn(let unwanted): !unwanted.contains { value.isSame(as: $0) }
            case .exists(let exists): (value != .null) == exists
            }
        }
    }

    /// Text that is shown, or the path of one in the answer.
    package enum Message: Sendable, Hashable {
        case text(String)
        case path(JSONPath)

        /// What begins with `$` is a path.
        package init(_ text: String) throws(DefinitionProblem) {
            self = text.hasPrefix("$") ? .path(try JSONPath(text)) : .text(text)
        }
    }

    /// Empty matches every status but those that are retried unless a rule names them.
    package var httpCodes: [Int]
    /// Nil matches every body; one that is no JSON is matched by no condition.
    package var when: Condition?
    package var action: Action
    package var message: Message?

    package init(httpCodes: [Int] = [], when: Condition? = nil, action: Action, message: Message? = nil) {
        self.httpCodes = httpCodes
        self.when = when
        self.action = action
        self.message = message
    }

    /// What happens to an answer of a list that no rule matches: an address that leads nowhere is no empty list.
    package static func standardListAction(status: Int) -> Action {
        status == 404 || status == 410 ? .fail : standardAction(status: status)
    }

    /// What happens to an answer that no rule matches.
    package static func standardAction(status: Int) -> Action {
        switch status {
        case 204, 404, 410: .missing
        case 200..<300: .found
        case 408, 425, 429, 500, 502, 503, 504: .retry
        default: .fail
        }
    }
}

extension JSON {
    /// Equal, where `1` and `1.0` are one number.
    fileprivate func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Double(integer) == number
        default: self == other
        }
    }
}
