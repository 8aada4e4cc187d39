/// Puts a page's content into what is around every page.
enum Layout {
    /// Entries of the menu.
    enum Place: CaseIterable {
        case reports, runs, schedules, services

        var path: String {
            switch self {
            case .reports: PagePath.reports
            case .runs: PagePath.runs
            case .schedules: PagePath.schedules
            case .services: PagePath.services
            }
        }

        var phrase: Phrase {
            switch self {
            case .reports: .reports
            case .runs: .runs
            case .schedules: .schedules
            case .services: .services
            }
        }
    }

    /// - Parameters:
    ///   - template: of the content.
    ///   - place: the menu's entry that the page belongs to.
    ///   - refresh: seconds after which a browser without JavaScript loads the page again.
    ///   - isBare: without the menu, as before signing in.
    static func html(
        _ template: String, _ content: Fields, title: String, at place: Place? = nil, in frame: PageFrame,
        refresh: Int? = nil, isBare: Bool = false
    ) -> String {
        let language = frame.language
        var content = content
        content["csrf"] = frame.csrf
        let fields: Fields = [
            "content": TemplateLibrary.render(template, content, in: language),
            "title": title, "lang": language.rawValue, "css": Assets.css.url, "script": Assets.script.url,
            "favicon": Assets.favicon, "refresh": refresh, "isBare": isBare, "csrf": frame.csrf, "user": frame.user,
            "links": Place.allCases.filter { $0 != .services || frame.showsServices }.map { entry -> Fields in
                ["href": entry.path, "text": language.text(entry.phrase), "isCurrent": entry == place]
            },
            "languages": Language.allCases.filter { $0 != language }.map { other -> Fields in
                ["href": link(to: other, from: frame.path), "code": other.rawValue, "name": other.ownName]
            },
            "notice": frame.notice.map { language.text($0.phrase) },
            "problems": problems(frame),
        ]
        return TemplateLibrary.render("layout", fields, in: language)
    }

    private static func problems(_ frame: PageFrame) -> Fields? {
        guard frame.problemCount > 0, frame.path != PagePath.problems else { return nil }
        let count = frame.problemCount
        let text =
            count == 1
            ? frame.language.text(.oneDefinitionProblem)
            : frame.language.text(.someDefinitionProblems, ["n": frame.language.number(count)])
        return ["text": text]
    }

    /// The same page in another language.
    private static func link(to language: Language, from path: String) -> String {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let kept = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { !$0.hasPrefix("lang=") }
        // Browsers take `//` for another host.
        return "/" + parts[0].drop { $0 == "/" || $0 == "\\" } + "?"
            + (kept + ["lang=\(language.rawValue)"]).joined(separator: "&")
    }
}
