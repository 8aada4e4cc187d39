import QuireModel

/// What a column says of its cells, each by itself.
extension GoldenWorkbook {
    static let columns =
        highlights.map { name, rule, style in
            contracts("highlight-\(name)") { $0.columns[1].highlights = [Highlight(rule, style: style)] }
        }
        + formats.map { format in
            contracts("format-\(format.name)") { $0.columns[1].format = format.format }
        }
        + Total.allCases.map { total in
            contracts("total-\(total)") { $0.columns[1].total = total }
        } + [
            contracts("highlight-several") { layout in
                layout.columns[1].highlights = [
                    Highlight(.compare(.greater, .integer(2000)), style: CellStyle.builtIn["bad"] ?? CellStyle()),
                    Highlight(.dataBar(Color(rgb: 0x63BE7B))),
                ]
                layout.columns[2].highlights = [
                    Highlight(.compare(.less, day("2026-02-01")), style: CellStyle.builtIn["muted"] ?? CellStyle())
                ]
            },
            contracts("choices") { $0.columns[0].choices = ["Acme", "Birch & Co", "Cobalt"].map(Value.text) },
            contracts("choices-numbers") { $0.columns[1].choices = [.number(1.5), .integer(860)] },
            contracts("choices-long") { layout in
                layout.columns[0].choices = (1...40).map { .text("Customer number \($0)") }
            },
            contracts("groups") { layout in
                layout.columns[1].outlineLevel = 1
                layout.columns[1].isHidden = true
            },
            contracts("styles") { layout in
                layout.columns[0].style.bold = true
                layout.columns[0].style.wrap = true
                layout.columns[0].style.color = Color(rgb: 0x1F4E78)
                layout.columns[1].style.background = Color(rgb: 0xFFEB9C)
                layout.columns[1].style.align = .left
            },
        ]

    private static let good = CellStyle.builtIn["good"] ?? CellStyle()

    private static let highlights: [(String, Highlight.Rule, CellStyle)] =
        Highlight.Comparison.allCases.map { ("\($0)", .compare($0, .integer(860)), good) } + [
            ("between", .between(.integer(500), .integer(2000)), good),
            ("text", .compare(.equal, .text("a \"quoted\" text")), good), ("contains", .contains("1"), good),
            ("blank", .blank, good), ("not-blank", .notBlank, good), ("duplicates", .duplicates, good),
            ("top", .top(2), good), ("bar", .dataBar(Color(rgb: 0x5B9BD5)), CellStyle()),
            ("scale-2", .colorScale([Color(rgb: 0xFFFFFF), Color(rgb: 0x63BE7B)]), CellStyle()),
            (
                "scale-3", .colorScale([Color(rgb: 0xF8696B), Color(rgb: 0xFFFFFF), Color(rgb: 0x63BE7B)]),
                CellStyle()
            ),
        ] + Highlight.Icons.allCases.map { ("icons-\($0)", .icons($0), CellStyle()) }

    private static let formats: [(name: String, format: CellFormat)] = [
        ("text", .text), ("integer", .integer), ("number", .number), ("money", .money), ("percent", .percent),
        ("date", .date), ("datetime", .datetime), ("time", .time), ("code", .code("#,##0.00;[Red]-#,##0.00")),
    ]
}
