package import QuireModel
package import QuirePlugin

/// One sheet of a report: rows of the report, or a query over them.
package struct SheetDefinition: DefinitionObject {
    package var name: ExpressionText?
    package var columns: ColumnList?
    package var filter: ExpressionText?
    package var sort: [ExpressionText]
    package var split: ExpressionText?
    package var query: ExpressionText?
    package var heading: ExpressionText?
    package var look: SheetLook
    package var charts: [ChartDefinition]
    package var position: FilePosition

    static let nameField = Field<String?>.optional(
        "name",
        "A template over what the file's name may hold, and with `split_by` over that; otherwise the report's title, or what the sheet is split by."
    )
    static let columnsField = Field<ColumnList?>.optional(
        "columns", "What the sheet shows, in order; otherwise the report's columns, or all that the query gives.")
    static let whereField = Field<ExpressionText?>.optional(
        "where", "Keeps a row on the sheet: an expression over fields, enrichments and column ids.")
    static let sortField = Field.defaulted(
        "sort", [ExpressionText](), shown: "as the source has them",
        "Ids of columns, or fields; - in front is descending. Nulls come last.")
    static let splitField = Field<ExpressionText?>.optional(
        "split_by", "A column id or an expression: a sheet for each of its values, in order of appearance.")
    static let queryField = Field<QueryText?>.optional(
        "query", "One SELECT over the table `rows`, in place of the report's rows.")
    static let headingField = Field<String?>.optional("heading", "A line above the header; a template as `name` is.")

    static let chartsField = Field.defaulted(
        "charts", [ChartDefinition](), shown: "none", "Charts over the sheet's columns.")

    package static let subject = "a sheet"
    package static let fields =
        FieldTable(
            [
                AnyField(nameField), AnyField(columnsField), AnyField(queryField), AnyField(whereField),
                AnyField(sortField), AnyField(splitField), AnyField(headingField),
            ], rules: ["where", "sort", "split_by"].map { .not(.all([.has("query"), .has($0)])) }) + SheetLook.fields
        + FieldTable([AnyField(chartsField)])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        name = values[Self.nameField].flatMap { _ in values.node[Self.nameField.name].flatMap { ExpressionText($0) } }
        columns = values[Self.columnsField]
        filter = values[Self.whereField]
        sort = values[Self.sortField]
        split = values[Self.splitField]
        query = values[Self.queryField]?.text
        heading = values[Self.headingField].flatMap { _ in
            values.node[Self.headingField.name].flatMap { ExpressionText($0) }
        }
        look = SheetLook(values, &reading)
        charts = values[Self.chartsField]
        position = values.position
        if query != nil {
            for (key, place, clause) in [
                ("where", values.has(Self.whereField) ? values.place(of: Self.whereField) : nil, "WHERE"),
                ("sort", values.has(Self.sortField) ? values.place(of: Self.sortField) : nil, "ORDER BY"),
                ("split_by", values.has(Self.splitField) ? values.place(of: Self.splitField) : nil, nil),
            ] {
                guard let place else { continue }
                reading.error(
                    "unexpected-key", "'\(key)' does not go with 'query'", at: place,
                    hint: clause.map { "write it into the query, as \($0)" } ?? "give each part a sheet of its own")
            }
        }
        if let columns, columns.columns.isEmpty, columns.isComplete {
            reading.error(
                "missing-value", "a sheet needs at least one column", at: values.valuePlace(of: Self.columnsField))
        }
    }
}

/// How a sheet looks beside its columns.
package struct SheetLook: Sendable {
    package var frozenRows = 1
    package var frozenColumns = 0
    package var autofilter = true
    package var isTable = false
    package var style = SheetStyleDefinition()
    package var totalsLabel = "Total"
    package var print = PrintLayout()
    package var isProtected = false

    static let freezeField = Field.defaulted(
        "freeze", FreezeDefinition(), shown: "{ rows: 1, columns: 0 }",
        "What stays when the sheet is scrolled.")
    static let autofilterField = Field.defaulted("autofilter", true, shown: "true", "Filter buttons on the header.")
    static let tableField = Field.defaulted(
        "table", false, shown: "false", "A native table, where the sheet has under 100,000 rows.")
    static let styleField = Field.defaulted(
        "style", SheetStyleDefinition(), shown: "as the project has it", "How the header and the rows look.")
    static let totalsField = Field.defaulted(
        "totals", TotalsDefinition(), shown: "{ label: Total }", "What the totals row says.")
    static let printField = Field.defaulted(
        "print", PrintDefinition(), shown: "on one page's width", "How the sheet goes onto paper.")
    static let protectField = Field.defaulted("protect", false, shown: "false", "Lock the cells, without a password.")

    static let fields = FieldTable([
        AnyField(freezeField), AnyField(autofilterField), AnyField(tableField), AnyField(styleField),
        AnyField(totalsField), AnyField(printField), AnyField(protectField),
    ])

    init() {}

    init(_ values: FieldValues, _ reading: inout Reading) {
        frozenRows = values[Self.freezeField].rows
        frozenColumns = values[Self.freezeField].columns
        autofilter = values[Self.autofilterField]
        isTable = values[Self.tableField]
        style = values[Self.styleField]
        totalsLabel = values[Self.totalsField].label
        print = values[Self.printField].layout
        isProtected = values[Self.protectField]
    }

    package func apply(to layout: inout SheetLayout) {
        layout.frozenRows = frozenRows
        layout.frozenColumns = frozenColumns
        layout.autofilter = autofilter
        layout.isTable = isTable
        layout.headerStyle = style.header
        layout.isBanded = style.isBanded
        layout.totalsLabel = totalsLabel
        layout.print = print
        layout.isProtected = isProtected
    }
}

struct FreezeDefinition: DefinitionObject {
    var rows = 1
    var columns = 0

    static let rowsField = Field.defaulted("rows", 1, shown: "1", "Rows, from the header on.").shaped(
        .integer(in: 0...1000))
    static let columnsField = Field.defaulted("columns", 0, shown: "0", "Columns, from the first on.").shaped(
        .integer(in: 0...1000))

    static let subject = "'freeze'"
    static let fields = FieldTable([AnyField(rowsField), AnyField(columnsField)])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        rows = values[Self.rowsField]
        columns = values[Self.columnsField]
        if !(0...1000).contains(rows) {
            reading.error("invalid-value", "'rows' is from 0 to 1000", at: values.valuePlace(of: Self.rowsField))
        }
        if !(0...1000).contains(columns) {
            reading.error("invalid-value", "'columns' is from 0 to 1000", at: values.valuePlace(of: Self.columnsField))
        }
    }
}

package struct SheetStyleDefinition: DefinitionObject {
    package var header = CellStyle()
    package var isBanded = false

    static let headerField = Field.defaulted(
        "header", CellStyle(), shown: "bold on grey", "The header's look, over the one that is there.")
    static let bandedField = Field.defaulted(
        "banded", false, shown: "false", "Every second row has a background of its own.")

    package static let subject = "a sheet's style"
    package static let fields = FieldTable([AnyField(headerField), AnyField(bandedField)])

    package init() {}

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        header = values[Self.headerField]
        isBanded = values[Self.bandedField]
    }
}

struct TotalsDefinition: DefinitionObject {
    var label = "Total"

    static let labelField = Field.defaulted(
        "label", "Total", shown: "Total", "In the first column without a total.")

    static let subject = "'totals'"
    static let fields = FieldTable([AnyField(labelField)])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) { label = values[Self.labelField] }
}
