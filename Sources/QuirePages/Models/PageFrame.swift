/// What is around every page.
package struct PageFrame: Sendable {
    package var language: Language
    /// Posted back by every form of the page.
    package var csrf: String
    /// The page's own path and query, to come back to after a change of language or a sign-in.
    package var path: String
    /// Who is signed in; nil where nobody needs to be.
    package var user: String?
    package var showsServices = false
    /// How many problems the definitions have, for those who may see them.
    package var problemCount = 0
    /// What just happened, such as a schedule that was paused.
    package var notice: Notice?

    package init(language: Language, csrf: String, path: String) {
        self.language = language
        self.csrf = csrf
        self.path = path
    }
}

/// What just happened, on top of the page that follows.
package enum Notice: String, Sendable, CaseIterable {
    case cancelling, resumed, deliveryRetried, schedulePaused, scheduleResumed, scheduleStarted, signedOut

    var phrase: Phrase {
        switch self {
        case .cancelling: .noticeCancelling
        case .resumed: .noticeResumed
        case .deliveryRetried: .noticeDeliveryRetried
        case .schedulePaused: .noticeSchedulePaused
        case .scheduleResumed: .noticeScheduleResumed
        case .scheduleStarted: .noticeScheduleStarted
        case .signedOut: .noticeSignedOut
        }
    }
}
