/// The text of a cron, cut into parts that know their places.
enum CronText {
    struct Part: Sendable, Hashable {
        var text: Substring
        /// Bytes of the UTF-8 text before it.
        var offset: Int

        init(_ text: Substring) {
            self.text = text
            offset = text.base.utf8.distance(from: text.base.startIndex, to: text.startIndex)
        }

        /// Cuts at a sign; parts may be empty.
        func split(at sign: Character) -> [Part] {
            text.split(separator: sign, omittingEmptySubsequences: false).map(Part.init)
        }

        /// Cuts at the first such sign.
        func parted(at sign: Character) -> (before: Part, after: Part?) {
            let parts = text.split(separator: sign, maxSplits: 1, omittingEmptySubsequences: false)
            return (Part(parts[0]), parts.count > 1 ? Part(parts[1]) : nil)
        }
    }

    static func fields(_ text: String) -> [Part] { text.split(whereSeparator: \.isWhitespace).map(Part.init) }

    /// What stands for a whole cron.
    static let shorthands = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]
}
