import QuireModel

/// What stands on a page around its sheets.
struct HTMLPage {
    var title: String
    /// In their order.
    var sheets: [HTMLSheet]
    var problems: [Problem]
    var problemCount: Int
    var options: WorkbookOptions

    private var listed: ArraySlice<Problem> { problems.prefix(ProblemSheet.lineLimit) }
    private var count: Int { max(problemCount, problems.count) }

    var head: String {
        let title = HTMLText.escaped(title)
        var html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline'">
            <title>\(title)</title>

            """
        if let author = options.author { html += "<meta name=\"author\" content=\"\(HTMLText.escaped(author))\">\n" }
        html += "<style>\n\(HTMLStyle.sheet(of: sheets, options: options))</style>\n</head>\n<body>\n"
        html += "<header>\n<h1>\(title)</h1>\n<p class=\"meta\">\(meta)</p>\n\(contents)</header>\n<main>\n"
        return html
    }

    /// When it was made, how much there is, and whether all is well.
    private var meta: String {
        var parts: [String] = []
        if let created = options.created {
            let local = options.localTime(created)
            parts.append(
                "<time datetime=\"\(local.date)T\(local.time)\">\(local.date) \(String(local.time.description.prefix(5)))</time>"
            )
        }
        if sheets.count == 1 { parts += sheets.map(\.countText) } else { parts.append("\(sheets.count) sheets") }
        if count > 0 { parts.append("<a href=\"#problems\">\(count == 1 ? "1 problem" : "\(count) problems")</a>") }
        return parts.joined(separator: " · ")
    }

    private var contents: String {
        guard sheets.count > 1 else { return "" }
        let links = sheets.map { sheet in
            "<a href=\"#\(sheet.id)\">\(HTMLText.escaped(sheet.layout.name))<small>\(sheet.countText)</small></a>\n"
        }
        return "<nav aria-label=\"Sheets\">\n\(links.joined())</nav>\n"
    }

    /// A sheet alone, named as the page, needs no name of its own.
    func head(of sheet: HTMLSheet) -> String {
        sheet.head(hasName: sheets.count > 1 || sheet.layout.name != title)
    }

    var foot: String { problemList + "</main>\n</body>\n</html>\n" }

    private var problemList: String {
        guard count > 0 else { return "" }
        var html = "<section id=\"problems\">\n<h2>\(ProblemSheet.name)</h2>\n"
        html += "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>"
        html += ProblemSheet.titles.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        let ids = Dictionary(sheets.map { ($0.layout.name, $0.id) }) { first, _ in first }
        for problem in listed {
            var row = problem.row > 0 ? String(problem.row) : ""
            if problem.row > 0, let id = ids[problem.sheet] { row = "<a href=\"#\(id)r\(row)\">\(row)</a>" }
            let sheet = problem.row > 0 ? HTMLText.escaped(problem.sheet) : ""
            html += "<tr><td>\(sheet)</td><td class=\"n\">\(row)</td><td class=\"n\">\(problem.rowCount)</td>"
            html += "<td>\(HTMLText.escaped(problem.enrichment))</td><td>\(HTMLText.escaped(problem.key))</td>"
            html += "<td class=\"n\">\(problem.attempts)</td><td>\(HTMLText.escaped(problem.message))</td></tr>\n"
        }
        if count > listed.count {
            html += "<tr><td colspan=\"\(ProblemSheet.titles.count)\">… and \(count - listed.count) more</td></tr>\n"
        }
        return html + "</tbody>\n</table></div>\n</section>\n"
    }
}
