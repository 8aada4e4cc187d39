import QuireModel

extension SignInPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let fields: Fields = [
            "next": next, "name": name, "focusName": name.isEmpty, "failure": failure.map { $0.text(in: language) },
        ]
        return Layout.html("signIn", fields, title: language.text(.signIn), in: frame, isBare: true)
    }
}

extension SignInPage.Failure {
    fileprivate func text(in language: Language) -> String {
        switch self {
        case .wrongNameOrPassword: language.text(.wrongNameOrPassword)
        case .tooManyAttempts(let seconds):
            language.text(.tooManyAttempts, ["time": language.duration(Double(max(seconds, 1)))])
        case .expired: language.text(.signInExpired)
        }
    }
}

extension ErrorPage {
    /// - Parameter isBare: without the menu, where nobody is signed in who could use it.
    package func html(in frame: PageFrame, isBare: Bool = false) -> String {
        let language = frame.language
        let (title, text) = kind.phrases
        let fields: Fields = [
            "status": String(kind.status), "title": language.text(title),
            "message": language.text(reason?.phrase ?? text),
            "hint": hint, "problems": language.diagnostics(diagnostics),
            "reference": reference.map { language.text(.errorReference, ["id": $0]) },
        ]
        return Layout.html("error", fields, title: language.text(title), in: frame, isBare: isBare)
    }
}

extension ErrorPage.Kind {
    /// Title and text.
    fileprivate var phrases: (Phrase, Phrase) {
        switch self {
        case .badRequest: (.badRequestTitle, .badRequestText)
        case .forbidden: (.forbiddenTitle, .forbiddenText)
        case .staleForm: (.staleFormTitle, .staleFormText)
        case .notFound: (.notFoundTitle, .notFoundText)
        case .conflict: (.conflictTitle, .conflictText)
        case .tooLarge: (.tooLargeTitle, .tooLargeText)
        case .tooManyRequests: (.tooManyRequestsTitle, .tooManyRequestsText)
        case .failed: (.failedTitle, .failedText)
        case .unavailable: (.unavailableTitle, .unavailableText)
        }
    }
}

extension ErrorPage.Reason {
    fileprivate var phrase: Phrase {
        switch self {
        case .runEnded: .runEnded
        case .runWaits: .runWaits
        case .runUnderWay: .runUnderWay
        case .runSucceeded: .runSucceeded
        case .runMadeElsewhere: .runMadeElsewhere
        case .runHadSecret: .runHadSecret
        case .reportGone: .reportGone
        case .reportBroken: .reportBroken
        case .notDeliverable: .notDeliverable
        case .unknownHost: .unknownHost
        }
    }
}

extension ProblemsPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        var frame = frame
        frame.problemCount = 0
        let fields: Fields = [
            "problems": language.diagnostics(diagnostics), "readAt": language.time(readAt),
        ]
        return Layout.html("problems", fields, title: language.text(.definitionProblems), in: frame)
    }
}
