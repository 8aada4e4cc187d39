import Foundation
import NIOHTTP1
import QuireModel
import QuireTesting
import Testing

/// What the pages of `quire serve` say to people who read Chinese, and to those who never saw a command line.
@Suite("Words of the pages") struct PageTextTests {
    private static var project: Project {
        ServedProject.make([
            "asked.yaml": """
            parameters:
              day: { type: date }
              count: { type: integer, default: 1, min: 1, max: 5 }
              share: { type: number, default: 0 }
              at: { type: datetime, required: false }
              region: { type: text, choices: [east, west], default: east }
              code: { type: text, required: false, pattern: "C[0-9]*" }
            source: { file: data/rows.csv, fields: { amount: number } }
            columns: [sn, amount]
            """,
            "counted.yaml": """
            source: { file: data/rows.csv }
            sheets:
              - { name: Counted, query: "SELECT count(*) AS n FROM rows" }
            """,
        ])
    }

    /// What is filled in beside a day, and what is said of it.
    private static let unfit: [(fields: String, english: String, chinese: String)] = [
        ("p.day=", "This needs a value.", "此项必填。"),
        (
            "p.day=2026-02-30", "Give a date such as 2026-01-31, not '2026-02-30'.",
            "请填写日期，例如 2026-01-31，不能是“2026-02-30”。"
        ),
        ("p.count=few", "Give a whole number, not 'few'.", "请填写整数，不能是“few”。"),
        ("p.count=0", "The least is 1, and '0' is below it.", "最小为 1，“0”过小。"),
        ("p.count=6", "The most is 5, and '6' is above it.", "最大为 5，“6”过大。"),
        ("p.share=much", "Give a number, not 'much'.", "请填写数字，不能是“much”。"),
        ("p.at=noon", "Give a date and time such as", "请填写日期和时间"),
        ("p.region=north", "There is no choice 'north'. There are east, west.", "没有“north”这一选项，可选：east、west。"),
        ("p.code=x", "'x' does not match the pattern C[0-9]*.", "“x”不符合格式 C[0-9]*。"),
        ("limit=0", "Give a whole number from 1 on", "请填写大于 0 的整数"),
        ("columns=nothing", "There is no column 'nothing'. There are sn, amount.", "没有“nothing”这一列，现有的列：sn、amount。"),
        ("sort=-nothing", "There is no column 'nothing'.", "没有“nothing”这一列"),
        ("sort=,", "Give the ids of columns, such as -amount, sn.", "请填写列的标识"),
        ("where=sn+%3D", "The filter cannot be used:", "筛选表达式无法使用："),
    ]

    @Test("What is wrong with a form is said in the page's language, and never with words of the command line")
    func forms() async throws {
        try await Self.project.serving(answering: Project.known) { served in
            for (fields, english, chinese) in Self.unfit {
                let form = (fields.hasPrefix("p.day") ? "" : "p.day=2026-01-31&") + fields
                for action in ["run", "preview"] {
                    for (language, words) in [("en", english), ("zh-CN", chinese)] {
                        let page = try await served.page("/reports/asked/\(action)", language, form: form)
                        #expect(page.status == 422, "\(form)")
                        #expect(page.said.contains(words), "\(form): \(page.said)")
                        Self.check(page, form)
                    }
                }
            }
            #expect(try await served.get("/api/v1/runs").json["items"]?.items.isEmpty == true)
        }
    }

    @Test("What shows only once the source is open is said beside its field too")
    func previews() async throws {
        try await Self.project.serving(answering: Project.known) { served in
            let form = "p.day=2026-01-31&where=amuont+%3E+1"
            let page = try await served.page("/reports/asked/preview", "zh-CN", form: form)
            #expect(page.status == 422)
            #expect(page.text.contains("id=\"where-error\""))
            #expect(page.said.contains("筛选表达式无法使用：") && page.said.contains("did you mean 'amount'?"))
            Self.check(page, form)
            let sorted = try await served.page("/reports/counted/preview", "zh-CN", form: "sort=n")
            #expect(sorted.said.contains("此报表的行按其查询的顺序排列"), "\(sorted.said)")
            let column = try await served.page("/reports/counted/preview", "zh-CN", form: "columns=m")
            #expect(column.text.contains("id=\"columns-error\"") || column.said.contains("没有“m”这一列"), "\(column.said)")
        }
    }

    @Test("Why something is not possible is said in the page's language")
    func conflicts() async throws {
        try await Self.project.serving(answering: Project.known) { served in
            let run = try await served.start("plain")
            _ = try await served.end(of: run)
            for (path, english, chinese) in [
                ("/runs/\(run)/cancel", "The run has ended, or another program does it.", "运行已结束，或正由另一个程序执行。"),
                ("/runs/\(run)/resume", "The run succeeded: there is nothing to go on with.", "运行已成功，没有可继续的内容。"),
            ] {
                for (language, words) in [("en", english), ("zh-CN", chinese)] {
                    let page = try await served.page(path, language, form: "")
                    #expect(page.status == 409)
                    #expect(page.said.contains(words), "\(page.said)")
                    Self.check(page, path)
                }
            }
            let bad = try await served.page("/reports/asked/run", "zh-CN", form: "p.day=%zz")
            #expect(bad.status == 400)
            #expect(bad.said.contains("该请求不是由本页面发出的。"), "\(bad.said)")
            let host = try await served.page("/", "zh-CN", host: "elsewhere.example")
            #expect(host.status == 421)
            #expect(host.said.contains("服务器不接受地址中的主机名"), "\(host.said)")
            for page in [bad, host] { Self.check(page, "an error") }
        }
    }

    /// No words of the command line; English only in what a filter's parser says, in names and in what was typed.
    private static func check(_ page: Served.Answer, _ what: String, at place: SourceLocation = #_sourceLocation) {
        for word in ["--", "give it as", "such as count=", "did you mean 'east'", "quire resume", "not as it must be"] {
            #expect(!page.said.contains(word), "\(what): \(page.said)", sourceLocation: place)
        }
    }
}

extension Served {
    /// A page as a browser asks for it, or the answer to a form.
    fileprivate func page(
        _ path: String, _ language: String, host: String? = nil, form: String? = nil
    ) async throws -> Answer {
        try await send(
            form == nil ? .GET : .POST, path,
            [
                "Accept": "text/html", "Accept-Language": language, "Host": host ?? "127.0.0.1:\(port)",
                "Content-Type": "application/x-www-form-urlencoded",
            ], body: form)
    }
}

extension Served.Answer {
    /// The text of a page.
    fileprivate var said: String {
        let marks = [("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        return marks.reduce(text.replacing(/<[^>]*>/, with: " ")) { $0.replacing($1.0, with: $1.1) }
    }
}
