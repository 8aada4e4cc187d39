import QuireTesting

/// Projects whose lookups, rows or deliveries come from a program.
enum PluginProject {
    /// A report of rows C1, C2, … with the lookup `score` of the plugin `scoring`.
    ///
    /// - Parameters:
    ///   - program: `plugins/scoring.py`.
    ///   - plugin: further keys of the plugin.
    ///   - settings: further keys of the service, a line each.
    static func lookup(
        _ program: String = scoring, rows: Int = 3, plugin: String = "", settings: String = "timeout: 5s"
    ) -> Project {
        Project([
            "quire.yaml": "plugins: { scoring: { command: [python3, plugins/scoring.py]\(plugin) } }",
            "share.yaml": report, "data/rows.csv": Project.rows(rows), "plugins/scoring.py": program,
            "services/scoring.yaml": "kind: plugin\nplugin: scoring\n\(settings)\n",
        ])
    }

    static let report = """
        title: Share
        source: { file: data/rows.csv, fields: { amount: number } }
        enrich:
          score: { lookup: scoring.score, input: { sn: sn } }
        columns:
          - sn
          - { title: Score, value: score.score }
          - { title: Since, value: score.since, format: date }
        """

    /// Scores of C1 to C24, ten keys a call.
    static let scoring = python(
        """
        def lookup(params):
            results = []
            for key in params["keys"]:
                number = int(key["sn"][1:])
                if number > 24:
                    results.append({"missing": True})
                else:
                    results.append({"found": {"score": number / 2, "since": "2026-01-%02d" % number}})
            return {"results": results}
        """)

    /// A program that answers one request after the other, with `lookup(params)` among what `body` defines.
    static func python(_ body: String) -> String {
        """
        import json, os, signal, subprocess, sys, time

        OFFER = {"protocol": 1, "lookups": {"score": {
            "input": {"sn": "text"}, "fields": {"score": "number", "since": "date"}, "bulk": {"size": 10}}}}

        def send(message):
            sys.stdout.write(json.dumps(message) + "\\n")
            sys.stdout.flush()

        def answer(request, result):
            send({"jsonrpc": "2.0", "id": request["id"], "result": result})

        def initialize(params):
            return OFFER

        def handle(request):
            method = request["method"]
            if method == "initialize":
                answer(request, initialize(request["params"]))
            elif method == "lookup":
                answer(request, lookup(request["params"]))
            elif method == "shutdown":
                answer(request, None)
                sys.exit(0)

        \(body)

        for line in sys.stdin:
            handle(json.loads(line))
        """
    }
}
