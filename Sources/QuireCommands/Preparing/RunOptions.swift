import ArgumentParser
import Foundation
import QuireModel
import QuireRun

/// What `run` and `preview` take alike.
struct ReportArguments: ParsableArguments {
    @Argument(help: "The report's name.")
    var report: String

    @Argument(help: "Parameters, as name=value; a list is name=a,b.")
    var parameters: [String] = []

    /// - Throws: where a parameter has no '='.
    var instructions: RunInstructions {
        get throws {
            RunInstructions(
                report: report, parameters: try parameters.map { try .init(argument: $0) },
                in: FileManager.default.currentDirectoryPath)
        }
    }
}

extension RunInstructions.Assignment {
    /// Reads `name=value`.
    init(argument: String) throws {
        guard let sign = argument.firstIndex(of: "=") else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-parameter", "'\(argument)' is no parameter", at: nil,
                    hint: "parameters are given as name=value"))
        }
        self.init(name: String(argument[..<sign]), text: String(argument[argument.index(after: sign)...]))
    }
}
