import QuireDefinition
import QuireExpression
import QuireModel
package import QuireRun

/// What someone asks of a run at the server.
package struct RunOrder: Sendable, Hashable {
    /// In the user's words.
    package var parameters: [RunInstructions.Assignment] = []
    package var format: String?
    /// Rows of each sheet at most.
    package var limit: Int?
    /// Ids, joined by commas.
    package var columns: String?
    package var filter: String?
    /// Ids, joined by commas, `-` before those that go down.
    package var sort: String?
    package var delivers = false

    package init() {}

    /// - Parameter state: where the server keeps what runs make.
    package func instructions(for report: String, in state: StateDatabase) -> RunInstructions {
        var instructions = RunInstructions(report: report, parameters: parameters, in: state.folder.files)
        instructions.format = format
        instructions.limit = limit
        instructions.columns = columns
        instructions.filter = filter
        instructions.sort = sort
        instructions.delivers = delivers
        return instructions
    }

    /// A request for a run of the report as it is now.
    ///
    /// - Throws: a problem of 422 with every parameter and option that does not fit.
    package func request(
        of loaded: LoadedReport, in state: StateDatabase, origin: RunOrigin = RunOrigin()
    ) throws(Problem) -> (RunRequest, RunInstructions) {
        let instructions = instructions(for: loaded.report.name, in: state)
        let start = LocalDateTime.now.inWholeMilliseconds
        var problems: [String: [Diagnostic]] = [:]
        let zone = loaded.project.zone
        let resolver = ParameterResolver(loaded.report.definition, zone: zone, now: zone.wallTime(ofUTC: start))
        for (name, problem) in resolver.problems(parameters.map { ($0.name, $0.text) }) {
            problems[name, default: []].append(problem)
        }
        if delivers, loaded.report.deliveries.isEmpty {
            problems["deliver"] = [
                Diagnostic(
                    .error, "invalid-option", "the report has no 'deliver', which says where its files go", at: nil)
            ]
        }
        guard problems.isEmpty else { throw .invalidParameters(problems) }
        do {
            var request = try RunRequest(
                instructions, of: loaded, run: RunID.make(at: start), startedAt: start, origin: origin)
            let redactor = Redactor(request.secrets)
            for option in Option.allCases {
                do { try option.narrow(&request, instructions) } catch {
                    problems[option.rawValue] = error.diagnostics.map { $0.redacted(by: redactor) }
                }
            }
            guard problems.isEmpty else { throw Problem.invalidParameters(problems) }
            return (request, instructions)
        } catch let problem as Problem {
            throw problem
        } catch let error as DiagnosticError {
            throw Problem(error)
        } catch {
            throw .internalError
        }
    }

    /// Options by the names of the API and of forms.
    private enum Option: String, CaseIterable {
        case format, limit, columns
        case filter = "where"
        case sort

        func narrow(_ request: inout RunRequest, _ all: RunInstructions) throws(DiagnosticError) {
            var one = RunInstructions(report: all.report, parameters: [], in: all.folder)
            switch self {
            case .format:
                one.format = all.format
                _ = try one.outputFormat
            case .limit: one.limit = all.limit
            case .columns: one.columns = all.columns
            case .filter: one.filter = all.filter
            case .sort: one.sort = all.sort
            }
            try request.narrow(one)
            if self == .filter, let filter = request.filter { try check(filter, of: request) }
        }

        /// What can be said of it before the source is opened.
        private func check(_ filter: ExpressionSyntax, of request: RunRequest) throws(DiagnosticError) {
            let enrichments = request.report.enrichments.map {
                ExpressionScope.Enrichment(name: $0.name, fields: nil)
            }
            let scope = ExpressionScope(fields: nil, enrichments: enrichments, parameters: request.parameters)
            let problems = CompiledExpression.check(filter, in: scope)
            guard problems.isEmpty else { throw DiagnosticError(problems) }
        }
    }
}
