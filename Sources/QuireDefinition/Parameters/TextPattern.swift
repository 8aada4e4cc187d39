import Foundation

/// A regular expression for whole texts, whose search ends in time whatever the text: an expression such as
/// `([a-z]+)*` may try more ways than anybody waits for.
struct TextPattern {
    enum Outcome {
        case matches
        case differs
        /// It was not known in time.
        case overdue
    }

    /// Far more than an expression needs that does not try the same text in ever more ways.
    static let patience = Duration.milliseconds(250)

    private let expression: NSRegularExpression

    /// - Returns: nil where it is no regular expression.
    init?(_ source: String) {
        // By itself first: what opens a group there must not be closed by the end of the one around it.
        guard (try? NSRegularExpression(pattern: source)) != nil,
            let expression = try? NSRegularExpression(pattern: #"\A(?:"# + source + #")\z"#)
        else { return nil }
        self.expression = expression
    }

    func outcome(for text: String) -> Outcome {
        let deadline = ContinuousClock.now + Self.patience
        var outcome = Outcome.differs
        let range = NSRange(text.startIndex..., in: text)
        expression.enumerateMatches(in: text, options: [.anchored, .reportProgress], range: range) { match, _, stop in
            if match != nil {
                outcome = .matches
            } else if ContinuousClock.now > deadline {
                outcome = .overdue
            } else {
                return
            }
            stop.pointee = true
        }
        return outcome
    }
}
