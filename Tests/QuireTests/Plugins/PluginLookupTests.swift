import Glibc
import QuireTesting
import Testing

@Suite("Lookups of a plugin") struct PluginLookupTests {
    @Test("A report is enriched by a Python program, several keys a call")
    func enriched() async throws {
        let project = PluginProject.lookup(rows: 25)
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let summary = try Summary(outcome.standardOutput)
        let counts = try #require(summary.enrichments["score"])
        #expect(counts.found == 24 && counts.missing == 1 && counts.calls == 3, "\(counts)")
        let lines = try project.lines("out.csv")
        #expect(lines.prefix(3) == ["Sn,Score,Since", "C1,0.5,2026-01-01", "C2,1,2026-01-02"])
        #expect(lines.last == "C25,,")
        #expect(project.pluginsLiving == [])
    }

    /// A field of every type, and what a cell of it shows.
    @Test("Keys and fields are of their declared types, and lose no digit")
    func types() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                OFFER["lookups"] = {"echo": {
                    "input": {"t": "text", "i": "integer", "n": "number", "b": "boolean", "d": "date", "m": "datetime"},
                    "fields": {"t": "text", "i": "integer", "n": "number", "b": "boolean", "d": "date", "m": "datetime",
                               "none": "text", "key": "json"}}}
                def lookup(params):
                    return {"results": [{"found": dict(key, key=key, none=None)} for key in params["keys"]]}
                """))
        project.folder.write(
            """
            source:
              file: data/rows.csv
              fields: { i: integer, n: number, b: boolean, d: date, m: datetime }
            enrich: { e: { lookup: scoring.echo, input: { t: t, i: i, n: n, b: b, d: d, m: m } } }
            columns: [e.t, e.i, e.n, e.b, e.d, e.m, e.none, e.key]
            """, to: "reports/share.yaml")
        project.folder.write(
            """
            t,i,n,b,d,m
            金 "额",9007199254740993,0.12345678901234567890,true,2026-02-28,2026-01-31 12:30:00

            """.replacing("金 \"额\"", with: "\"金 \"\"额\"\"\""), to: "reports/data/rows.csv")
        let outcome = try await project.quire("run", "share", "-o", "out.ndjson")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let key =
            #"{\"t\":\"金 \\\"额\\\"\",\"i\":9007199254740993,\"n\":\"0.12345678901234567890\",\"b\":true,"#
            + #"\"d\":\"2026-02-28\",\"m\":\"2026-01-31T12:30:00\"}"#
        let line = try #require(try project.lines("out.ndjson").first)
        for part in [
            #""e_t":"金 \"额\"""#, #""e_i":9007199254740993"#, #""e_n":0.12345678901234567890"#, #""e_b":true"#,
            #""e_d":"2026-02-28""#, #""e_m":"2026-01-31T12:30:00""#, #""e_none":null"#, #""e_key":"\#(key)""#,
        ] {
            #expect(line.contains(part), "\(part) in \(line)")
        }
    }

    @Test("A wrong name is found before the report runs, by check and by the run")
    func wrongName() async throws {
        let project = PluginProject.lookup()
        project.folder.write(
            PluginProject.report.replacing("score.since", with: "score.sinse").replacing(
                "{ sn: sn }", with: "{ sm: sn }"),
            to: "reports/share.yaml")
        let check = try await project.quire("check")
        #expect(check.exitCode == 1)
        #expect(
            check.standardOutput.contains("share.yaml:8:34: error: there is no field 'score.sinse'"), "\(check.said)")
        #expect(check.standardOutput.contains("error: 'scoring.score' has no input 'sm'"), "\(check.said)")
        let run = try await project.quire("run", "share", "-o", "out.csv")
        #expect(run.exitCode == 2)
        #expect(try project.files == [])
        project.folder.write(
            PluginProject.report.replacing("scoring.score", with: "scoring.scores"), to: "reports/share.yaml")
        let lookup = try await project.quire("check", "share")
        #expect(lookup.standardOutput.contains("did you mean 'score'?"), "\(lookup.said)")
        #expect(project.pluginsLiving == [])
    }

    @Test("A missing variable is a warning of check, and the end of the run that needs it")
    func missingVariable() async throws {
        let project = PluginProject.lookup(plugin: ", env: { API: \"${SCORING_API}\" }")
        let check = try await project.quire("check")
        #expect(check.exitCode == 0, "\(check.said)")
        #expect(check.standardOutput.contains("warning: the environment has no 'SCORING_API' [missing-variable]"))
        let list = try await project.quire("list")
        #expect(list.lines == ["share  Share"])
        for command in ["run", "show", "plan"] {
            let run = try await project.quire(command, "share")
            #expect(run.exitCode == 2, "\(command)")
            #expect(run.standardError.contains("error: the environment has no 'SCORING_API'"), "\(run.said)")
        }
        let set = try await project.quire("run", "share", "-o", "out.csv", environment: ["SCORING_API": "x"])
        #expect(set.exitCode == 0, "\(set.said)")
    }

    @Test("One that cannot start is a warning of check, and the end of the run", arguments: [true, false])
    func cannotStart(tested: Bool) async throws {
        let project = PluginProject.lookup("import no_such_module")
        let check = try await project.quire("check")
        let says =
            "the plugin 'scoring' ended with exit code 1 before it answered initialize: "
            + "ModuleNotFoundError: No module named 'no_such_module'"
        #expect(check.exitCode == 0)
        #expect(check.standardOutput.contains("services/scoring.yaml:1:1: warning: \(says)"), "\(check.said)")
        project.folder.write("tests: [{ name: a, rows: [], expect: [] }]", to: "reports/share.test.yaml")
        let outcome = try await tested ? project.quire("test") : project.quire("run", "share")
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("error: \(says)"), "\(outcome.said)")
    }

    @Test("An unknown plugin has the nearest name as a hint")
    func unknownPlugin() async throws {
        let project = PluginProject.lookup()
        project.folder.write("kind: plugin\nplugin: scorin\n", to: "reports/services/scoring.yaml")
        let check = try await project.quire("check")
        #expect(check.exitCode == 1)
        #expect(check.standardOutput.contains("services/scoring.yaml:2:9: error: the project has no plugin 'scorin'"))
        #expect(check.standardOutput.contains("did you mean 'scoring'?"), "\(check.said)")
    }

    @Test("A key's error fails that key, and one that may be retried is asked for again")
    func keyErrors() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                asked = set()
                def lookup(params):
                    results = []
                    for key in params["keys"]:
                        sn = key["sn"]
                        if sn == "C1":
                            results.append({"error": {"message": "no such customer", "retry": False}})
                        elif sn == "C2" and sn not in asked:
                            results.append({"error": {"message": "busy", "retry": True}})
                        else:
                            results.append(found(1))
                        asked.add(sn)
                    return {"results": results}
                """), rows: 20, settings: "retry: { initial_interval: 1ms }")
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 3, "\(outcome.said)")
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.enrichments["score"]?.found == 19)
        #expect(summary.problems.map(\.message) == ["scoring.score, key C1: no such customer"])
    }

    @Test("A plugin that dies is started again, and the run goes on")
    func dies() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                def lookup(params):
                    if len(open("notes").readlines()) == 2:
                        os._exit(3)
                    return {"results": [found(1) for key in params["keys"]]}
                """), settings: "retry: { initial_interval: 1ms }")
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try Summary(outcome.standardOutput).enrichments["score"]?.retries == 1)
        #expect(
            try Summary(outcome.standardOutput).warnings == [
                "scoring.score: 1 × the plugin 'scoring' ended with exit code 3 and was started again"
            ])
        // To say what it offers, to die, and to answer.
        #expect(project.pluginStarts == 3)
    }

    @Test("One that breaks the protocol three times in a row fails the run, whatever its keys may do")
    func violations() async throws {
        let project = PluginProject.lookup(
            PluginScript.python("def lookup(params):\n    print('thinking', flush=True)\n    time.sleep(60)"),
            rows: 100, settings: "retry: { initial_interval: 1ms }")
        project.folder.write(
            PluginProject.report.replacing("{ sn: sn } }", with: "{ sn: sn }, error_limit: 100% }"),
            to: "reports/share.yaml")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(
            outcome.standardError.contains(
                "error: service 'scoring': the plugin 'scoring' broke the protocol: a line on standard output is no JSON"
            ),
            "\(outcome.said)")
        #expect(outcome.standardError.contains("it failed 3 times in a row and is not started again"))
        #expect(try project.files == [])
        #expect(project.pluginStarts == 4)
        #expect(project.pluginsLiving == [])
    }

    @Test("One that hangs is not waited for longer than its timeout and deadline say")
    func hangs() async throws {
        let project = PluginProject.lookup(
            PluginScript.python("def lookup(params): time.sleep(60)"),
            settings: "timeout: 200ms\ndeadline: 1s\nretry: { max_attempts: 2, initial_interval: 1ms }")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardError.contains("no answer within 200 ms"), "\(outcome.said)")
        #expect(project.pluginsLiving == [])
    }

    @Test("What it says goes to the log, without secrets, and not with -q")
    func log() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                def lookup(params):
                    say("asked with " + os.environ["SCORING_KEY"] + " and hunter22")
                    return {"results": [found(1) for key in params["keys"]]}
                """), plugin: ", env: { SCORING_KEY: \(Project.token) }",
            settings: "with: { token: hunter22, model: a }")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError.contains("scoring: asked with *** and ***\n"), "\(outcome.said)")
        let json = try await project.quire("run", "share", "-o", "out.csv", "--log-format", "json")
        #expect(json.standardError.contains(#""message":"scoring: asked with *** and ***""#), "\(json.said)")
        let quiet = try await project.quire("run", "share", "-o", "out.csv", "-q")
        #expect(quiet.standardError == "")
    }

    @Test("Short words of 'env' are hidden where they stand alone, and what comes from a variable everywhere")
    func words() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                def lookup(params):
                    say("mode " + os.environ["MODE"] + ", failed in fast 1, x" + os.environ["PIN"] + "x")
                    return {"results": [found(1) for key in params["keys"]]}
                """), plugin: ", env: { MODE: fail, LEVEL: \"${NO_LEVEL:-1}\", PIN: \"${PIN}\", NAME: share }")
        let outcome = try await project.quire(
            "run", "share", "-o", "fail-share.csv", "--summary", "json", environment: ["PIN": "4711"])
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError.contains("mode ***, failed in fast ***, x***x"), "\(outcome.said)")
        #expect(!outcome.standardOutput.contains("***"), "\(outcome.said)")
        #expect(try Summary(outcome.standardOutput).file?.hasSuffix("/fail-share.csv") == true)
        let plan = try await project.quire("plan", "share", "--json", environment: ["PIN": "4711"])
        #expect(plan.standardOutput.contains(#""report":"share""#), "\(plan.said)")
    }

    @Test("Ctrl-C ends a run and its plugins at once, what these started too", arguments: [SIGINT, SIGTERM])
    func cancelled(_ signal: Int32) async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                def lookup(params):
                    note("child %d" % subprocess.Popen(["sleep", "1000"]).pid)
                    time.sleep(1000)
                """), plugin: ", processes: 2", settings: "timeout: 60s")
        let clock = ContinuousClock()
        let outcome = try await project.quire("run", "share", "-o", "out.csv") { running in
            await eventually { project.pluginNotes.contains { $0.hasPrefix("child ") } }
            running.send(signal)
        }
        let end = clock.now
        #expect(outcome.exitCode == 128 + signal, "\(outcome.said)")
        #expect(try project.files == [])
        #expect(project.pluginsLiving == [])
        #expect(clock.now - end < .seconds(5))
    }

    @Test("Killed, Quire leaves its plugins the end of their input")
    func killed() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                usual = handle
                def handle(request):
                    if request["method"] == "lookup":
                        note("asked")
                    else:
                        usual(request)
                """), settings: "timeout: 60s")
        _ = try await project.quire("run", "share", "-o", "out.csv") { running in
            await eventually { project.pluginNotes.contains("asked") }
            running.send(SIGKILL)
        }
        await eventually { project.pluginsLiving == [] }
        #expect(project.pluginsLiving == [])
    }

    @Test("Several processes share the calls")
    func processes() async throws {
        let project = PluginProject.lookup(
            PluginScript.python(
                """
                def lookup(params):
                    note("asked %d" % os.getpid())
                    while len(set(line for line in open("notes") if line.startswith("asked"))) < 3:
                        time.sleep(0.005)
                    return {"results": [found(1) for key in params["keys"]]}
                """), rows: 30, plugin: ", processes: 3", settings: "timeout: 20s")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(project.pluginStarts == 4)
        #expect(project.pluginsLiving == [])
    }

    @Test("The cache knows its answers, until the program or what is handed over to it is another")
    func cache() async throws {
        let project = PluginProject.lookup(settings: "cache: { ttl: 1h }")
        func cached() async throws -> Int? {
            let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
            return try Summary(outcome.standardOutput).enrichments["score"]?.cached
        }
        #expect(try await cached() == 0)
        #expect(try await cached() == 3)
        project.folder.write(
            "plugins: { scoring: { command: [python3, plugins/scoring.py, '2'] } }", to: "reports/quire.yaml")
        #expect(try await cached() == 0)
        #expect(try await cached() == 3)
        project.folder.write(
            "kind: plugin\nplugin: scoring\ncache: { ttl: 1h }\nwith: { model: b }\n",
            to: "reports/services/scoring.yaml")
        #expect(try await cached() == 0)
    }
}
