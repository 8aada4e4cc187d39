import QuireExpression
package import QuireModel
import QuireYAML

/// A column of a report to be.
package struct DraftColumn: Sendable, Equatable {
    package var field: String
    package var format: String?
    package var total: String?

    package init(field: String, format: String? = nil, total: String? = nil) {
        self.field = field
        self.format = format
        self.total = total
    }

    /// The column that suits a field: how it is shown follows from its type, that it is money from its name.
    package init(_ field: FieldShape) {
        self.field = field.name
        switch field.type {
        case .date: format = "date"
        case .datetime: format = "datetime"
        case .time: format = "time"
        case .integer where !FieldNames.isIdentifier(field.name): format = "integer"
        case .number where FieldNames.isMoney(field.name):
            format = "money"
            total = "sum"
        case .number: format = "number"
        case .text, .integer, .boolean, .interval, .json, nil: break
        }
    }

    var line: String {
        var pairs = [
            "title: \(ScalarText.written(title))",
            "value: \(ScalarText.written(expression, takesAnyScalar: true))",
        ]
        if let format { pairs.append("format: \(format)") }
        if let total { pairs.append("total: \(total)") }
        return "  - { " + pairs.joined(separator: ", ") + " }"
    }

    /// What a program calls it is made readable, what a person does stays.
    private var title: String {
        let isProgrammed = field.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        }
        return isProgrammed ? field.readable : field
    }

    /// The field's name, in quotes where it is no plain one.
    var expression: String {
        if let syntax = try? ExpressionSyntax(ExpressionText(field)), let reference = syntax.plainReference,
            reference.qualifier == nil, reference.name == field
        {
            return field
        }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}

/// What the names of fields tell.
enum FieldNames {
    private static let money: Set<String> = [
        "amount", "price", "total", "subtotal", "cost", "fee", "fees", "revenue", "balance", "discount", "salary",
        "tax",
        "vat", "net", "gross", "paid", "due", "turnover", "charge", "payment", "budget", "profit", "value",
    ]
    private static let identifiers: Set<String> = [
        "id", "no", "nr", "number", "code", "sn", "phone", "zip", "postcode", "key", "year", "account", "order",
    ]

    /// The name's last word is one for money: `amount`, `total_price`, `unitPrice`.
    static func isMoney(_ name: String) -> Bool { name.words.last.map(money.contains) == true }

    /// Numbers under the name are not counted with: `id`, `order_no`.
    static func isIdentifier(_ name: String) -> Bool { name.words.last.map(identifiers.contains) == true }
}

extension String {
    /// In lower case, apart where a name joins them: `signed_on`, `signedOn` and `Signed On` are signed and on.
    var words: [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in self {
            let isPart = character.isLetter || character.isNumber
            if !isPart || (character.isUppercase && wasLower) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isPart { word += character.lowercased() }
            wasLower = character.isLowercase || character.isNumber
        }
        return word.isEmpty ? words : words + [word]
    }

    /// As people write it: `signed_on` is 'Signed on'.
    var readable: String {
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension StartingName {
    /// Its last part as people write it.
    var readable: String { lastPart.readable.isEmpty ? lastPart : lastPart.readable }
}
