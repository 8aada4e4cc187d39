import Foundation
import QuireTesting
import Testing

/// A run as `quire runs --json` lists it.
struct ListedRun: Decodable, Sendable, Hashable {
    var run: String
    var report: String
    var schedule: String?
    var status: String
    var startedAt: String
    var finishedAt: String?
    var seconds: Double
    var rows: Int
    var file: String?
    var problemCount: Int
}

extension Project {
    /// The latest run first.
    func runs(_ arguments: String...) async throws -> [ListedRun] {
        let outcome = try await quire(["runs", "--json"] + arguments)
        try #require(outcome.exitCode == 0, "\(outcome.said)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([ListedRun].self, from: Data(outcome.standardOutput.utf8))
    }

    func latestRun() async throws -> String { try #require(try await runs().first).run }

    /// Whether a text is in a file of the state, in any of the encodings in which secrets are sent.
    func stateHolds(_ secret: String) throws -> Bool {
        let state = folder.file("reports/.quire")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: state)
        return try paths.contains { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: state + "/" + path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return false }
            return try Secret.forms(of: secret).contains { try folder.holds($0, in: state + "/" + path) }
        }
    }
}
