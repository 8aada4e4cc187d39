/// The language of words for people.
package enum WordLanguage: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case chinese = "zh"
}

extension CronExpression {
    /// When it fires, in words: 'at 07:00 on the 1st of each month'.
    package func words(in language: WordLanguage = .english) -> String {
        switch language {
        case .english: EnglishWords.of(self)
        case .chinese: ChineseWords.of(self)
        }
    }
}
