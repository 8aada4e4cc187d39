import QuireStandIn
import QuireTesting

/// What people do on the pages of a project that is served; by the name that it has in `browser.py`.
enum Scenario: String, CaseIterable, Sendable {
    case search, searchWithoutScript, wrongInput, preview, liveRun, cancelRun, download, schedule, signIn,
        hiddenReport, chinese, withoutScript, keyboard, faults, brokenEdit, fires, looks

    /// By name: those who have to sign in.
    var users: [String: String] {
        switch self {
        case .signIn, .hiddenReport: ["ann": "analyst", "fay": "analyst,finance"]
        case .looks: ["ann": "admin"]
        default: [:]
        }
    }

    /// What the project has besides.
    var files: [String: String] {
        switch self {
        case .faults: Self.faulty
        case .fires: Self.scheduled
        default: [:]
        }
    }

    /// Those of its files that are not as they were when it was first served.
    var brokenFiles: [String: String] {
        self == .fires ? ["gone.yaml": "tittle: Gone\n" + Self.everyMinute(window: "1h")] : [:]
    }

    /// What its services answer.
    var handler: StandIn.Handler { self == .faults ? Self.faults() : Project.known }

    // MARK: - Faults

    private static let faulty = [
        "brittle.yaml": BrowsedProject.report("Brittle share", asking: "hasty", of: "brittle", onError: "fail"),
        "patchy.yaml": BrowsedProject.report("Patchy share", asking: "hasty", of: "patchy"),
        "services/hasty.yaml": Project.tether("retry: { max_attempts: 1 }"),
        "data/brittle.csv": "sn,amount\nF1,100\nF2,200\nF3,300\n",
        // One in twenty may fail before the run does.
        "data/patchy.csv": "sn,amount\n" + (1...20).map { "P\($0),\($0 * 100)\n" }.joined(),
        "told.yaml": """
        source: { file: data/rows.csv }
        columns: [sn]
        output: { file: told.csv }
        schedule: { name: yearly, cron: "0 7 1 1 *" }
        deliver:
          - to: hook
        """,
        "quire.yaml": """
        destinations:
          hook: { kind: webhook, url: "${TETHER_URL}/told", secret: "${TETHER_TOKEN}" }
        """,
    ]

    /// Fails for P2 always, for F2 twice, and is told once in vain.
    private static func faults() -> StandIn.Handler {
        let asked = Asked()
        let tether = asked.tether { sn, count in
            sn == "P2" || sn == "F2" && count <= 2 ? StandInAnswer("out of order", status: 500) : nil
        }
        return { request in
            guard request.path == "/told" else { return tether(request) }
            return StandInAnswer("", status: asked.count("told") == 1 ? 403 : 204)
        }
    }

    // MARK: - Schedules

    private static let scheduled = [
        "late.yaml": everyMinute(window: "0s"), "held.yaml": everyMinute(window: "0s"),
        "gone.yaml": everyMinute(window: "1h"),
        "long.yaml": BrowsedProject.report("Long share", asking: "endless", schedule(window: "1h")),
    ]

    private static func everyMinute(window: String) -> String {
        "source: { file: data/rows.csv }\ncolumns: [sn]\n\(schedule(window: window))\n"
    }

    private static func schedule(window: String) -> String {
        "schedule: { name: minute, cron: '* * * * *', catchup_window: \(window) }"
    }
}
