import Mustache

/// The templates of all pages, read once.
enum TemplateLibrary {
    /// By the name that `{{>name}}` uses.
    static let texts: [String: String] = [
        "layout": Templates.layout, "reports": Templates.reports, "report": Templates.report,
        "reportForm": Templates.reportForm, "parameter": Templates.parameter, "options": Templates.options,
        "preview": Templates.preview, "reportFacts": Templates.reportFacts, "run": Templates.run,
        "runProgress": Templates.runProgress, "runResult": Templates.runResult, "runProblems": Templates.runProblems,
        "runs": Templates.runs, "runTable": Templates.runTable, "schedules": Templates.schedules,
        "services": Templates.services, "signIn": Templates.signIn, "error": Templates.error,
        "problems": Templates.problems, "diagnostics": Templates.diagnostics, "chip": Templates.chip,
        "time": Templates.time,
    ]

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        var library = MustacheLibrary()
        for (name, text) in texts {
            do {
                try library.register("{{%CONTENT_TYPE:\(EscapedHTML.name)}}\n" + text, named: name)
            } catch {
                fatalError("the template '\(name)' is malformed: \(error)")
            }
        }
        return library
    }()

    /// - Returns: the template's text with the fields filled in, escaped.
    static func render(_ name: String, _ fields: Fields, in language: Language) -> String {
        library.render(PageRoot(fields: fields, language: language), withTemplate: name) ?? ""
    }
}

/// Each template stands in a file of its own.
enum Templates {}
