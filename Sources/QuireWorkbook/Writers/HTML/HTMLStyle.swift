import QuireModel

/// How a page looks.
enum HTMLStyle {
    /// Rules of one sheet or of all, and those that hold in the dark.
    struct Rules {
        var all = ""
        var dark = ""

        mutating func add(_ rule: String) { all += rule + "\n" }

        mutating func add(_ selector: String, _ style: CellStyle, isCell: Bool) {
            var own = ""
            if style.bold == true { own += "font-weight:600;" }
            if style.bold == false { own += "font-weight:400;" }
            if style.italic == true { own += "font-style:italic;" }
            if style.wrap == true { own += "white-space:pre-wrap;" }
            if let align = style.align { own += "text-align:\(align.rawValue);" }
            let colors = HTMLColors(ink: style.color, ground: style.background)
            if !(own + colors.light).isEmpty { all += "\(selector){\(own)\(colors.light)}\n" }
            if !colors.dark.isEmpty { dark += "\(selector){\(colors.dark)}\n" }
        }
    }

    /// Any sheet, with the weight of the rules for a column.
    private static let strong = ":is(section,#all) :is(tbody,tfoot)"

    static func className(of color: Color) -> String { "c" + color.css.dropFirst() }

    /// The style sheet of a page.
    static func sheet(of sheets: [HTMLSheet], options: WorkbookOptions) -> String {
        var rules = Rules()
        for sheet in sheets {
            let own = sheet.style(header: options.headerStyle)
            rules.all += own.all
            rules.dark += own.dark
        }
        if sheets.contains(where: { !$0.pageSize.isEmpty }) {
            // The first shares its page with the title.
            for (index, sheet) in sheets.enumerated() {
                let size = sheet.pageSize.isEmpty ? "auto" : sheet.pageSize
                rules.add("@page \(sheet.id){size:\(size)}\n\(index == 0 ? "body" : "#" + sheet.id){page:\(sheet.id)}")
            }
        }
        for color in Set(sheets.flatMap(\.colors)).sorted(by: { $0.rgb < $1.rgb }) {
            var style = CellStyle()
            style.color = color
            rules.add("\(strong) td.\(className(of: color))", style, isCell: true)
        }
        rules.add("\(strong) td.p", options.problemStyle.over(CellStyle.problem), isCell: true)
        return base + rules.all + "@media (prefers-color-scheme:dark){\n\(rules.dark)}\n" + print
    }

    private static let base = """
        :root{color-scheme:light dark;--page:#f3f5f8;--ground:#fff;--ink:#1b2430;--muted:#5c6a7b;--line:#e2e7ed;
        --head:#eef2f6;--band:#f6f8fb;--link:#0b5cad;--mark:#9c5700}
        @media (prefers-color-scheme:dark){:root{--page:#0f1318;--ground:#171c23;--ink:#e6eaf0;--muted:#98a4b3;
        --line:#29313b;--head:#1f262f;--band:#1b2129;--link:#79b8ff;--mark:#e0b25c}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0;padding:clamp(1rem,3vw,2.5rem);background:var(--page);color:var(--ink);
        font:.9375rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","PingFang SC",
        "Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        h1{margin:0;font-size:clamp(1.375rem,1.1rem + 1.4vw,1.875rem);line-height:1.2;letter-spacing:-.015em;
        overflow-wrap:anywhere}
        h2{margin:0 0 .625rem;font-size:1.125rem;line-height:1.3;letter-spacing:-.005em;overflow-wrap:anywhere}
        a{color:var(--link);text-underline-offset:.15em}
        .meta{margin:.375rem 0 0;color:var(--muted);font-size:.875rem}
        .meta a{color:var(--mark);font-weight:600}
        nav{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem}
        nav a{display:inline-flex;gap:.5rem;align-items:baseline;padding:.3125rem .75rem;border:1px solid var(--line);
        border-radius:999px;background:var(--ground);color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
        nav a:hover{border-color:var(--link)}
        nav small{color:var(--muted);font-variant-numeric:tabular-nums;white-space:nowrap}
        section{margin-top:1.75rem;scroll-margin-top:1rem}
        .heading{margin:-.25rem 0 .75rem;color:var(--muted)}
        .scroll{width:fit-content;max-width:100%;max-height:85vh;overflow:auto;border:1px solid var(--line);
        border-radius:.625rem;background:var(--ground);scrollbar-width:thin}
        table{width:max-content;border-collapse:separate;border-spacing:0}
        th,td{padding:.4375rem .8125rem;text-align:left;vertical-align:top;background-color:var(--ground)}
        th{position:sticky;top:0;z-index:2;max-width:18rem;vertical-align:bottom;background-color:var(--head);
        border-bottom:1px solid var(--line);font-size:.8125rem;font-weight:600}
        th[title]{cursor:help}
        th[title] span{text-decoration:underline dotted;text-underline-offset:.25em}
        td{max-width:26rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums;white-space:pre-wrap;
        overflow-wrap:anywhere}
        tbody tr:last-child td{border-bottom:0}
        tbody tr:hover{--ground:var(--head)}
        tbody tr:target td:first-child{box-shadow:inset 3px 0 var(--mark)}
        td.n{text-align:right;white-space:nowrap}
        td.b{text-align:center}
        tfoot td{position:sticky;bottom:0;z-index:2;border-top:1px solid var(--line);border-bottom:0;
        background-color:var(--head);font-weight:600}
        .none td{padding:1.25rem .8125rem;color:var(--muted)}

        """

    private static let print = """
        @media (max-width:40rem){body{padding:1rem .75rem;font-size:.875rem}th,td{padding:.375rem .625rem}
        td{max-width:16rem}.scroll{max-height:78vh}}
        @media print{:root{--page:#fff;--ground:#fff;--ink:#000;--muted:#444;--line:#ccc;--head:#f1f3f5;--band:#f8f9fa;
        --link:#000;--mark:#000;color-scheme:light}
        body{padding:0;font-size:9pt}nav{display:none}
        .scroll{width:auto;max-height:none;overflow:visible;border:0;border-radius:0}
        table{width:auto;max-width:100%}th,td{position:static!important;padding:.2rem .4rem;font-size:8pt}
        td{min-width:0!important;overflow-wrap:break-word}td.b{white-space:nowrap}
        th,td{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        tr{break-inside:avoid}section+section{break-before:page}tfoot{display:table-row-group}}

        """
}
