import FoundationEssentials
import Glibc
import QuireModel
package import QuirePlugin
import Synchronization

/// Plugins in Python as tests write them.
package enum PluginScript {
    /// A program that answers one request after the other and offers the lookup `score`, of `sn` (text) with the fields
    /// `score` (number) and `since` (date), ten keys a call.
    ///
    /// - Parameter body: defines `lookup(params)`, and whatever it wants otherwise: `OFFER`, `initialize(params)`,
    ///   `call(method, params)`, `handle(request)`.
    package static func python(_ body: String) -> String {
        """
        import json, os, signal, subprocess, sys, time

        OFFER = {"protocol": 1, "lookups": {"score": {
            "input": {"sn": "text"}, "fields": {"score": "number", "since": "date"}, "bulk": {"size": 10}}}}

        def send(message):
            sys.stdout.write(json.dumps(message) + "\\n")
            sys.stdout.flush()

        def say(text):
            sys.stderr.write(text + "\\n")
            sys.stderr.flush()

        def note(text):
            with open("notes", "a") as file:
                file.write(text + "\\n")

        def answer(request, result):
            send({"jsonrpc": "2.0", "id": request["id"], "result": result})

        def found(score, since=None):
            return {"found": {"score": score, "since": since}}

        def initialize(params):
            return OFFER

        def lookup(params):
            return {"results": [found(len(key["sn"])) for key in params["keys"]]}

        def call(method, params):
            return None

        def handle(request):
            method = request["method"]
            if method == "initialize":
                answer(request, initialize(request["params"]))
            elif method == "lookup":
                answer(request, lookup(request["params"]))
            elif method == "shutdown":
                answer(request, None)
                sys.exit(0)
            elif "id" in request:
                answer(request, call(method, request["params"]))

        \(body)

        note("start %d" % os.getpid())
        for line in iter(sys.stdin.readline, ""):
            handle(json.loads(line))
        """
    }
}

/// A project folder with one plugin, `scoring`, and all that this says.
package final class PluginFolder: Sendable {
    package let folder = TemporaryFolder()
    private let said = Mutex<[String]>([])

    package init(_ script: String) { folder.write(script, to: "scoring.py") }

    /// - Parameter command: otherwise Python with the script.
    package func definition(
        command: [String] = ["python3", "scoring.py"], processes: Int = 1, environment: [String: String] = [:]
    ) -> PluginDefinition {
        PluginDefinition(
            name: "scoring", command: command, processes: processes, environment: environment,
            position: FilePosition(file: "quire.yaml", line: 1, column: 1))
    }

    /// Lines that it was told for the log.
    package var log: [String] { said.withLock { $0 } }

    package var takeLog: ComponentLog { { line in self.said.withLock { $0.append(line) } } }

    /// Lines that the script noted.
    package var notes: [String] { ((try? folder.text("notes")) ?? "").split(separator: "\n").map(String.init) }

    package var starts: Int { notes.count { $0.hasPrefix("start ") } }

    /// The processes that were started and still run.
    package var living: [Int32] { Self.living(notes: notes) }

    /// The processes of `start` and `child` lines that still run; what is being ended has some time for that.
    package static func living(notes: [String]) -> [Int32] {
        let all = notes.compactMap { line in
            line.hasPrefix("start ") || line.hasPrefix("child ") ? Int32(line.dropFirst(6)) : nil
        }
        for _ in 0..<500 where all.contains(where: isLiving) { usleep(20_000) }
        return all.filter(isLiving)
    }

    private static func isLiving(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = status.lastIndex(of: ")")
        else { return false }
        return !status[end...].dropFirst(2).hasPrefix("Z")
    }
}
