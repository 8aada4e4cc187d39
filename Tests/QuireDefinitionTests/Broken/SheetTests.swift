import Testing

@Test(
    "What cannot be in a report's sheets is told where it stands",
    arguments: [
        LintCase(
            "keys that do not go with a query",
            """
            - query: SELECT 1 AS a FROM rows
              1️⃣where: a > 1
              2️⃣sort: [a]
              3️⃣split_by: a
            """,
            [
                "1️⃣ unexpected-key: 'where' does not go with 'query' (write it into the query, as WHERE)",
                "2️⃣ unexpected-key: 'sort' does not go with 'query' (write it into the query, as ORDER BY)",
                "3️⃣ unexpected-key: 'split_by' does not go with 'query' (give each part a sheet of its own)",
            ]),
        LintCase(
            "a sort key that is neither column nor field",
            "- sort: [sn, -1️⃣amount + 1]",
            [
                "1️⃣ unknown-column: 'amount + 1' is neither a column id nor a field (give a column that value, with 'hidden: true' if it is not to be seen)"
            ]),
        LintCase(
            "placeholders that nothing fills", "- { name: 'Sheet 1️⃣{region}', heading: 'In 2️⃣{reprot}' }",
            [
                "1️⃣ unknown-parameter: there is no parameter 'region' (it may be report, today, now, run)",
                "2️⃣ unknown-parameter: there is no parameter 'reprot' (did you mean 'report'?)",
            ]),
        LintCase(
            "a split whose sheets would all have one name", "- { name: 1️⃣Same, split_by: region }",
            [
                "1️⃣ invalid-value: the sheets that 'region' gives would all have the name 'Same' (put {region} into it, or leave 'name' out)"
            ]),
        LintCase(
            "no columns of its own", "- { columns: 1️⃣[] }",
            ["1️⃣ missing-value: a sheet needs at least one column"]),
        LintCase(
            "rows and columns that cannot be frozen", "- freeze: { rows: 1️⃣-1, columns: 2️⃣2000 }",
            ["1️⃣ invalid-value: 'rows' is from 0 to 1000", "2️⃣ invalid-value: 'columns' is from 0 to 1000"]),
        LintCase(
            "two columns of one id", "- columns: [sn, 1️⃣sn]",
            [
                "1️⃣ duplicate-id: another column has the id 'sn', in line 3 (give one of them an 'id' of its own)"
            ]),
        LintCase(
            "a chart over what the sheet does not show",
            "- { columns: [sn], charts: [{ type: column, values: [1️⃣amount] }] }",
            ["1️⃣ unknown-column: the sheet has no column 'amount' (it has sn)"]),
        LintCase(
            "expressions that cannot be read", "- { where: 'amount >1️⃣', split_by: '2️⃣a.b', columns: [sn] }",
            [
                "1️⃣ expression-syntax: the expression ends too early",
                "2️⃣ unknown-enrichment: there is no enrichment 'a'",
            ]),
    ])
func brokenSheets(_ example: LintCase) {
    let report = LintCase(example.name, "columns: [sn, amount]\nsheets:\n" + example.marked, example.expected)
    #expect(report.problems(in: .report) == report.expected)
}
