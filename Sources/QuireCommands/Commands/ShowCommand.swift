import ArgumentParser
import QuireCalendar
import QuireDefinition
import QuireModel
import QuirePlugin

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a report's parameters, columns, enrichments, services and schedules.",
        discussion: """
            Example:
              quire show contracts
            """)

    @Argument(help: "The report's name.")
    var report: String

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            try await loader.discover([report], console)
            let found = try loader.report(report)
            console.redactor = Redactor(loader.secrets)
            let errors = loader.diagnostics.filter { $0.severity == .error }
            guard errors.isEmpty, let found else { throw DiagnosticError(errors.sortedByPlace()) }
            let now = LocalDateTime.now
            if json {
                try Console.print(found.detail(at: now).text)
            } else {
                try Console.show(found.lines(now).joined(separator: "\n"))
            }
        }
    }
}

extension CheckedReport {
    fileprivate func lines(_ now: LocalDateTime) -> [String] {
        var lines = ["\(name): \(title)"]
        if let description = definition.description { lines.append(description) }
        if !definition.parameters.entries.isEmpty { lines += ["", "Parameters"] }
        for entry in definition.parameters.entries { lines.append("  " + entry.value.line(named: entry.name)) }
        for sheet in sheets {
            lines += ["", sheets.count == 1 ? "Columns" : "Columns of the sheet \(shownName(of: sheet))"]
            guard let columns = sheet.columns else {
                lines.append("  what its query gives")
                continue
            }
            for column in columns { lines.append("  \(column.layout.id): \(column.layout.title)") }
        }
        if !enrichments.isEmpty { lines += ["", "Enrichments"] }
        for enrichment in enrichments {
            let waits = enrichment.dependsOn.isEmpty ? "" : ", after " + enrichment.dependsOn.joined(separator: ", ")
            lines.append("  \(enrichment.name): \(enrichment.lookupText)\(waits)")
        }
        let used = Set(enrichments.flatMap(\.lookups).map(\.service) + [list?.reference.service].compactMap(\.self))
        if !used.isEmpty { lines += ["", "Services"] }
        for name in used.sorted() {
            guard let service = services[name] else { continue }
            lines.append("  \(name): \(service.title ?? service.kind), \(service.limits.phrase)")
        }
        if !schedules.isEmpty { lines += ["", "Schedules"] }
        for schedule in schedules {
            let next = schedule.fires(after: now, atMost: 1).first.map {
                "next run " + FireText.shown($0, in: schedule.zone)
            }
            lines.append("  \(schedule.name): \(FireText.words(schedule)), \(next ?? "disabled")")
        }
        return lines
    }
}

extension ServiceLimits {
    fileprivate var phrase: String {
        let adaptive = adaptive ? "adaptive, up to " : ""
        let rate = rate.map { ", \(NumberText.shortest($0.perSecond))/s" } ?? ""
        return "\(adaptive)\(maxConcurrency) calls at once\(rate)"
    }
}

extension ParameterDefinition {
    fileprivate func line(named name: String) -> String {
        var parts = ["\(name): \(type.name)"]
        if isRequired { parts.append("required") }
        if !isSecret, shownDefault != .null {
            parts.append("default \(defaultValue?.texts.joined(separator: ",") ?? "")")
        }
        if !choices.isEmpty { parts.append("one of " + choices.compactMap(\.text).joined(separator: ", ")) }
        if let text = description ?? label { parts.append(text) }
        return parts.joined(separator: ", ")
    }
}
