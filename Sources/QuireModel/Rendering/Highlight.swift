/// A conditional format of one column.
package struct Highlight: Sendable, Hashable {
    package enum Rule: Sendable, Hashable {
        /// Against a number, a text, a date or a datetime.
        case compare(Comparison, Value)
        case between(Value, Value)
        case contains(String)
        case blank, notBlank
        case dataBar(Color)
        /// Two or three colours, from the least to the greatest.
        case colorScale([Color])
        case icons(Icons)
        case duplicates
        case top(Int)
    }

    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case less = "<"
        case atMost = "<="
        case equal = "="
        case notEqual = "<>"
        case atLeast = ">="
        case greater = ">"
    }

    package enum Icons: String, Sendable, Hashable, CaseIterable {
        case arrows, flags, ratings
        case trafficLights = "traffic_lights"
    }

    package var rule: Rule
    /// Of cells that the rule holds for; bars, scales and icons have none.
    package var style: CellStyle

    package init(_ rule: Rule, style: CellStyle = CellStyle()) {
        self.rule = rule
        self.style = style
    }
}
