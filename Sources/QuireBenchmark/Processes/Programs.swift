import FoundationEssentials
import Glibc
import QuireModel

/// Where the programs are that are measured.
struct Programs: Sendable {
    enum Freshness {
        case build, asBuilt
    }

    /// The folder they were built into.
    var folder: String

    var quire: String { folder + "/quire" }
    var renderingBaseline: String { folder + "/rendering-baseline" }
    var benchmark: String { folder + "/quire-benchmark" }

    /// Those beside this program, built anew from the same package where it is there.
    static func beside(self freshness: Freshness) throws -> Programs {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let programs = Programs(folder: URL(filePath: own).deletingLastPathComponent().path)
        if freshness == .build { try programs.build() }
        for path in [programs.quire, programs.renderingBaseline] where access(path, X_OK) != 0 {
            throw RunFailure("there is no program '\(path)'", hint: "build it: `swift build -c release`")
        }
        return programs
    }

    /// `swift run` builds the benchmark alone.
    private func build() throws {
        guard let package = packageFolder else { return }
        let configuration = URL(filePath: folder).lastPathComponent
        for product in ["quire", "rendering-baseline"] {
            let arguments = ["swift", "build", "-c", configuration, "--product", product, "--package-path", package]
            let process = try ChildProcess(
                "/usr/bin/env", arguments, environment: ProcessInfo.processInfo.environment,
                descriptors: (STDIN_FILENO, STDERR_FILENO, STDERR_FILENO))
            guard process.wait().code == 0 else { throw RunFailure("'\(product)' cannot be built") }
        }
    }

    private var packageFolder: String? {
        var folder = URL(filePath: folder)
        while folder.path.count > 1 {
            folder = folder.deletingLastPathComponent()
            if FileManager.default.fileExists(atPath: folder.path + "/Package.swift") { return folder.path }
        }
        return nil
    }
}
