import Foundation
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
    static let scoring = PluginScript.python(
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
}

extension Project {
    /// Lines that plugins noted.
    var pluginNotes: [String] { ((try? lines("reports/notes")) ?? []) }
    var pluginStarts: Int { pluginNotes.count { $0.hasPrefix("start ") } }
    /// Processes of plugins, and of what these started, that still run.
    var pluginsLiving: [Int32] { PluginFolder.living(notes: pluginNotes) }
}
