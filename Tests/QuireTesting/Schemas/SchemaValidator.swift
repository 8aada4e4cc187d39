import Foundation
package import QuireModel
import Synchronization

/// A JSON Schema validator that has nothing to do with Quire: Python's `jsonschema`, one process for all tests.
package final class SchemaValidator: Sendable {
    package static let shared = SchemaValidator()

    private struct Session: @unchecked Sendable {
        var requests: FileHandle
        var answers: FileHandle
        var known: Set<String> = []
        var unread = Data()
    }

    private let session = Mutex<Session?>(nil)

    /// - Parameters:
    ///   - name: of the schema; the same for the same schema.
    /// - Returns: what is wrong with the document; nothing where it fits.
    package func complaints(_ document: JSON, by schema: JSON, named name: String) throws -> [String] {
        try session.withLock { session in
            var open = try session ?? Self.start()
            var request = JSON.members(["name": .string(name), "document": document])
            if open.known.insert(name).inserted, case .object(let members) = request {
                request = .object(members + [JSON.Member("schema", schema)])
            }
            try open.requests.write(contentsOf: Data((request.text + "\n").utf8))
            let answer = try JSON.parse(try Self.line(from: &open))
            session = open
            guard case .array(let complaints) = answer else { throw RunFailure("no answer: \(answer.text)") }
            return complaints.map { if case .string(let text) = $0 { text } else { $0.text } }
        }
    }

    private static func start() throws -> Session {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "validate.py").path
        ]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        return Session(requests: input.fileHandleForWriting, answers: output.fileHandleForReading)
    }

    private static func line(from session: inout Session) throws -> String {
        while true {
            if let end = session.unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: session.unread[..<end], as: UTF8.self)
                session.unread = Data(session.unread[session.unread.index(after: end)...])
                return line
            }
            let more = session.answers.availableData
            guard !more.isEmpty else {
                throw RunFailure("the validator has ended", hint: "it needs the package python3-jsonschema")
            }
            session.unread += more
        }
    }
}
