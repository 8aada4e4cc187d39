/// The form of a report as its template shows it.
struct ReportFormFields {
    let page: ReportPage
    let language: Language

    private var form: ReportForm { page.form }

    var fields: Fields {
        [
            "runAction": PagePath.report(page.name) + "/run",
            "previewAction": PagePath.report(page.name) + "/preview#preview",
            "hasErrors": !page.errors.isEmpty,
            "errors": page.errors.map { error -> Fields in
                let label = error.field.flatMap(label)
                return [
                    "href": label == nil ? nil : error.field.map { "#" + anchor($0) }, "label": label,
                    "colon": language == .chinese ? "：" : ":", "message": error.message,
                ]
            },
            "hasFields": !form.parameters.isEmpty,
            "fields": form.parameters.map(parameter), "options": options,
        ]
    }

    private func parameter(_ parameter: ParameterField) -> Fields {
        ParameterControl(
            field: parameter, entered: page.entered, error: message(for: parameter.fieldName), language: language
        ).fields
    }

    private func message(for field: String) -> String? { page.errors.first { $0.field == field }?.message }

    /// What the form calls a field.
    private func label(_ field: String) -> String? {
        if let parameter = form.parameters.first(where: { $0.fieldName == field }) { return parameter.title }
        if field == "columns" { return language.text(.columnsWanted) }
        return optionControls.first { $0.name == field }.map { language.text($0.label) }
    }

    private func anchor(_ field: String) -> String { field == "columns" ? "columns-choice" : field }

    // MARK: - Options

    private var optionControls: [OptionControl] {
        [
            OptionControl(name: "where", label: .filterRows, hint: .filterRowsHint),
            OptionControl(name: "sort", label: .sortBy, hint: .sortByHint),
            OptionControl(name: "limit", label: .limitRows, hint: nil, type: "number"),
            OptionControl(
                name: "format", label: .format, hint: nil,
                choices: [(form.format, form.format)] + form.formats.filter { $0 != form.format }.map { ($0, $0) }),
        ]
    }

    private var options: Fields {
        let chosen = (page.entered?["columns"] ?? []).flatMap { ListText.values($0) }
        let isEntered = page.entered?.offers("columns") == true || !chosen.isEmpty
        let names = ["columns"] + optionControls.map(\.name)
        let isChanged = optionControls.contains { control in
            let value = page.entered?.value(control.name) ?? ""
            return !value.isEmpty && !(control.name == "format" && value == form.format)
        }
        return [
            "isOpen": isChanged || page.errors.contains { error in names.contains { $0 == error.field } }
                || (isEntered && Set(chosen) != Set(form.columnIDs)),
            "hasColumns": !form.sheets.isEmpty, "columnsError": message(for: "columns"),
            "sheets": form.offeredSheets.map { sheet -> Fields in
                [
                    "heading": form.sheets.count > 1 ? sheet.sheet : nil,
                    "columns": sheet.columns.map { column -> Fields in
                        ["id": column.id, "title": column.title, "isChosen": !isEntered || chosen.contains(column.id)]
                    },
                ]
            },
            "fields": optionControls.map { control in
                control.fields(page.entered?.value(control.name), error: message(for: control.name), in: language)
            },
        ]
    }
}
