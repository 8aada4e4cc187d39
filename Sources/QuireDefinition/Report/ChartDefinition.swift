package import QuireModel
package import QuirePlugin

/// A chart over columns of its sheet.
package struct ChartDefinition: DefinitionObject {
    package var kind: ChartLayout.Kind
    package var title: String?
    package var categories: ColumnReference?
    package var values: [ColumnReference]
    package var stacking: ChartLayout.Stacking
    package var xTitle: String?
    package var yTitle: String?
    package var legend: ChartLayout.Legend?
    package var anchor: ChartLayout.Anchor?
    /// Pixels.
    package var width: Int
    package var height: Int
    package var position: FilePosition

    static let typeField = Field<ChartLayout.Kind>.required(
        "type", "column, bar, line, area, pie, doughnut or scatter.")
    static let titleField = Field<String?>.optional("title", "Text above the chart.")
    static let categoriesField = Field<ColumnReference?>.optional(
        "categories", "The id of the column along which the values stand; a scatter chart's x.")
    static let valuesField = Field<[ColumnReference]>.required(
        "values", "Ids of columns, each a series."
    ).shaped(.list(.text, count: 1 ... .max))
    static let stackedField = Field.defaulted(
        "stacked", ChartStacking(stacking: .none), shown: "false",
        "true puts the series on one another, percent as shares of their sum; for column, bar, line and area.")
    static let xTitleField = Field<String?>.optional("x_title", "Text along the horizontal axis.")
    static let yTitleField = Field<String?>.optional("y_title", "Text along the vertical axis.")
    static let legendField = Field<ChartLayout.Legend?>.optional(
        "legend", "right, bottom or none; if left out, none for a single series that is not a pie or doughnut.")
    static let atField = Field<ChartPlace?>.optional(
        "at", "The cell of its upper left corner, such as E2; otherwise right of the last column.")
    static let widthField = Field.defaulted("width", 640, shown: "640", "Pixels.").shaped(.integer(in: sizes))
    static let heightField = Field.defaulted("height", 360, shown: "360", "Pixels.").shaped(.integer(in: sizes))

    package static let subject = "a chart"
    package static let fields = FieldTable([
        AnyField(typeField), AnyField(titleField), AnyField(categoriesField), AnyField(valuesField),
        AnyField(stackedField), AnyField(xTitleField), AnyField(yTitleField), AnyField(legendField),
        AnyField(atField), AnyField(widthField), AnyField(heightField),
    ]).following(.when(.value("type", ["scatter"]), .has("categories")))

    static let sizes = 100...4_000

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        kind = values[Self.typeField]
        title = values[Self.titleField]
        categories = values[Self.categoriesField]
        self.values = values[Self.valuesField]
        stacking = values[Self.stackedField].stacking
        xTitle = values[Self.xTitleField]
        yTitle = values[Self.yTitleField]
        legend = values[Self.legendField]
        anchor = values[Self.atField]?.anchor
        width = values[Self.widthField]
        height = values[Self.heightField]
        position = values.position
        let before = reading.errorCount
        checkSizes(values, &reading)
        checkSeries(values, &reading)
        checkKind(values, &reading)
        if reading.errorCount > before { return nil }
    }

    private func checkSizes(_ values: FieldValues, _ reading: inout Reading) {
        for field in [Self.widthField, Self.heightField] where !Self.sizes.contains(values[field]) {
            reading.error(
                "invalid-value", "'\(field.name)' is from \(Self.sizes.lowerBound) to \(Self.sizes.upperBound) pixels",
                at: values.valuePlace(of: field))
        }
    }

    private func checkSeries(_ values: FieldValues, _ reading: inout Reading) {
        guard !self.values.isEmpty else {
            reading.error(
                "invalid-value", "a chart without values shows nothing", at: values.valuePlace(of: Self.valuesField),
                hint: "name at least one column, such as [amount]")
            return
        }
        var seen: Set<String> = []
        for value in self.values where !seen.insert(value.id).inserted {
            reading.error("invalid-value", "'\(value.id)' is among the values twice", at: value.position)
        }
        if self.values.count > 1, kind == .pie || kind == .doughnut {
            reading.error(
                "invalid-value", "a \(kind.rawValue) shows one series, not \(self.values.count)",
                at: self.values[1].position,
                hint: "leave one, or make it a chart of type column with 'stacked: percent'")
        }
    }

    private func checkKind(_ values: FieldValues, _ reading: inout Reading) {
        if kind == .scatter, categories == nil, !values.isUnreadable(Self.categoriesField) {
            reading.error(
                "missing-key", "a scatter chart needs 'categories'", at: position,
                hint: "the id of the column whose numbers are its x")
        }
        if stacking != .none, [.pie, .doughnut, .scatter].contains(kind) {
            reading.error(
                "invalid-value", "a \(kind.noun) cannot be stacked", at: values.place(of: Self.stackedField),
                hint: "leave 'stacked' out, or choose column, bar, line or area")
        }
        guard kind == .pie || kind == .doughnut else { return }
        for field in [Self.xTitleField, Self.yTitleField] where values[field] != nil {
            reading.error(
                "invalid-value", "a \(kind.noun) has no axes", at: values.place(of: field),
                hint: "leave '\(field.name)' out")
        }
    }

    /// The chart with columns by their places.
    ///
    /// - Parameter columns: of its sheet.
    /// - Returns: nil after what the sheet does not have was reported.
    package func layout(columns: [ColumnLayout], _ reading: inout Reading) -> ChartLayout? {
        let values = values.map { $0.place(among: columns, &reading) }
        let category = categories.map { $0.place(among: columns, &reading) }
        let found = values.compactMap(\.self)
        guard found.count == values.count else { return nil }
        if case .some(nil) = category { return nil }
        for (reference, place) in zip(self.values, found) where columns[place].format == .text {
            reading.warning(
                "text-values", "'\(reference.id)' is written as text, of which a chart shows nothing",
                at: reference.position, hint: "give the column another format, or the chart another column")
        }
        var layout = ChartLayout(kind: kind, values: found)
        layout.title = title
        layout.categories = category ?? nil
        layout.stacking = stacking
        layout.xTitle = xTitle
        layout.yTitle = yTitle
        layout.legend = legend
        layout.anchor = anchor
        layout.width = width
        layout.height = height
        return layout
    }
}

extension ChartLayout.Kind: DefinitionChoice {
    fileprivate var noun: String { self == .scatter ? "scatter chart" : rawValue }
}

extension ChartLayout.Legend: DefinitionChoice {}
