import Foundation
import QuireModel
import QuireTesting
import Testing

/// The system's zones as another program knows them.
struct KnownZone: Sendable {
    var name: String
    /// Seconds east of UTC at the start of 2020.
    var start: Int
    /// Until the end of 2040.
    var changes: [Zone.Change]

    static let all: [KnownZone] = {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "zone_changes.py").path
        let text = (try? ToolOutput.of("/usr/bin/python3", [script])).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").map(KnownZone.init)
    }()

    private init(_ line: Substring) {
        let parts = line.split(separator: " ")
        name = String(parts[0])
        start = Int(parts[1]) ?? 0
        var before = start
        changes = parts.dropFirst(2).map { part in
            let numbers = part.split(separator: ":").map { Int($0) ?? 0 }
            defer { before = numbers[1] }
            return Zone.Change(at: numbers[0], before: before, after: numbers[1])
        }
    }

    /// The zone as Quire has it, if Quire takes its name.
    var zone: Zone? { Zone(identifier: name) }

    /// Names of the database that are no places, which Quire does not take for zones.
    static let unnamed: Set<String> = ["Factory"]
}
