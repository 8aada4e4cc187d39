import QuireStandIn
import QuireTesting
import Testing

@Suite("Deliveries to a plugin") struct PluginDeliveryTests {
    private static func project(_ body: String) -> Project {
        Project([
            "quire.yaml": """
            plugins: { archive: { command: [python3, archive.py] } }
            destinations: { shelf: { kind: plugin, plugin: archive, with: { shelf: finance, token: hunter22 } } }
            """,
            "share.yaml": """
            source: { file: data/rows.csv }
            columns: [sn]
            output: { file: share.csv }
            deliver: [{ to: shelf }]
            """,
            "data/rows.csv": Project.rows(2),
            "archive.py": PluginScript.python("OFFER = {'protocol': 1, 'delivery': {}}\n" + body),
        ])
    }

    @Test("It is handed the finished file, and says where that is")
    func delivered() async throws {
        let project = Self.project(
            """
            def call(method, params):
                note(method + " " + open(params["file"]).read().split()[-1])
                note(json.dumps({key: params[key] for key in ["name", "media_type", "report", "with"]}))
                note("run " + params["run"])
                return {"location": "shelf 7 (hunter22)"}
            """)
        let without = try await project.quire("run", "share")
        #expect(without.exitCode == 0)
        #expect(project.pluginStarts == 0)
        let outcome = try await project.quire("run", "share", "--deliver")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.said.contains("shelf 7 (***)"), "\(outcome.said)")
        #expect(!outcome.said.contains("hunter22"))
        let notes = project.pluginNotes
        #expect(notes.contains("deliver C2"), "\(notes)")
        #expect(
            notes.contains(
                #"{"name": "share.csv", "media_type": "text/csv; charset=utf-8", "report": "share", "with": {"shelf": "finance", "token": "hunter22"}}"#
            ), "\(notes)")
        #expect(notes.contains { $0.hasPrefix("run 2") })
        #expect(project.pluginsLiving == [])
    }

    @Test(
        "A delivery that fails is said, and the file stays",
        arguments: [
            ("def call(method, params): os._exit(2)", "the plugin 'archive' ended with exit code 2"),
            ("def call(method, params): return []", "deliver: wanted {\"location\": …} or {}, came []"),
            ("def call(method, params): return {'location': 1}", "deliver: wanted text as 'location', came 1"),
            ("OFFER = {'protocol': 1}", "the plugin 'archive' takes no deliveries"),
        ])
    func fails(_ body: String, _ says: String) async throws {
        let project = Self.project(body)
        let outcome = try await project.quire("run", "share", "--deliver")
        #expect(outcome.exitCode != 0, "\(outcome.said)")
        #expect(outcome.standardError.contains(says), "\(outcome.said)")
        #expect(try project.files == ["share.csv"])
        // A delivery that was cut off may have happened: it is not tried again.
        #expect(project.pluginStarts == 1)
    }

    @Test("One that hangs is given up after its 'timeout'")
    func hangs() async throws {
        let project = Self.project("def call(method, params): time.sleep(600)")
        let settings = try project.text("reports/quire.yaml")
        project.folder.write(
            settings.replacing("archive.py]", with: "archive.py], timeout: 300ms"), to: "reports/quire.yaml")
        let outcome = try await project.quire("run", "share", "--deliver")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(
            outcome.standardError.contains("the plugin 'archive' did not answer deliver within 300 ms"),
            "\(outcome.said)")
        #expect(project.pluginsLiving == [])
    }

    @Test("check finds a plugin that takes no deliveries, and warns of one that cannot start")
    func unfit() async throws {
        let project = Self.project("OFFER = {'protocol': 1, 'source': {'fields': {'a': 'text'}}}")
        let check = try await project.quire("check")
        #expect(check.exitCode == 1, "\(check.said)")
        #expect(
            check.standardOutput.contains(
                "quire.yaml:2:48: error: the plugin 'archive' takes no deliveries [unfit-plugin]"), "\(check.said)")
        project.folder.write("import no_such_module", to: "reports/archive.py")
        let broken = try await project.quire("check")
        #expect(broken.exitCode == 0, "\(broken.said)")
        #expect(
            broken.standardOutput.contains("share.yaml:4:17: warning: the plugin 'archive' ended with exit code 1"),
            "\(broken.said)")
        project.folder.write(
            PluginScript.python("OFFER = {'protocol': 1, 'delivery': {}}"), to: "reports/archive.py")
        let fit = try await project.quire("check")
        #expect(fit.exitCode == 0 && fit.standardError == "no problems\n", "\(fit.said)")
    }

    @Test("A report that says nothing of deliveries says so with --deliver")
    func nowhere() async throws {
        let project = Project(report: "source: { file: data/rows.csv }\ncolumns: [sn]\n")
        let outcome = try await project.quire("run", "share", "--deliver", "-o", "a.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError.contains("nothing was delivered: the report has no 'deliver'\n"))
    }

    private static let taking = "def call(method, params):\n    note(params['name'])\n    return {}"

    @Test(
        "It is handed over as the run has ended",
        arguments: [
            ("{ to: shelf }", 3), ("{ to: shelf, when: succeeded }", 3), ("{ to: shelf, when: partial }", 3),
            ("{ to: shelf, when: always }", 3), ("{ to: shelf, when: always, when_empty: skip }", 0),
            ("{ to: shelf }", 0), ("{ to: shelf, when_empty: skip }", 3),
        ], [true, false])
    func occasions(_ given: (delivery: String, rows: Int), isPartial: Bool) async throws {
        let project = Self.project(Self.taking)
        project.folder.write(
            """
            source: { file: data/rows.csv }
            enrich: { tether: { lookup: tether.discount, input: { sn: sn }, error_limit: 100% } }
            columns: [sn, tether.ours]
            output: { file: share.csv }
            deliver: [\(given.delivery)]
            """, to: "reports/share.yaml")
        project.folder.write(Project.tether("retry: { max_attempts: 1 }"), to: "reports/services/tether.yaml")
        project.folder.write(
            "sn\n" + (0..<given.rows).map { "C\($0)\n" }.joined(), to: "reports/data/rows.csv")
        let (outcome, _) = try await project.quire(
            "run", "share", "--deliver",
            answering: { request in
                isPartial && request.query("sn") == "C1" ? StandInAnswer("no", status: 400) : Project.known(request)
            })
        let fails = isPartial && given.rows > 0
        #expect(outcome.exitCode == (fails ? 3 : 0), "\(outcome.said)")
        let isMeant =
            given.delivery.contains("always") || given.delivery.contains(fails ? "partial" : "succeeded")
            || (!given.delivery.contains("when:") && !fails)
        let isSkipped = given.rows == 0 && given.delivery.contains("skip")
        #expect(project.pluginNotes.contains("share.csv") == (isMeant && !isSkipped), "\(project.pluginNotes)")
        #expect(
            outcome.standardError.contains("nothing was delivered: by 'when' and 'when_empty'")
                == !(isMeant && !isSkipped), "\(outcome.said)")
    }

    @Test(
        "What a delivery cannot be is told at its place",
        arguments: [
            ("{ to: shelv }", "share.yaml:4:17: error: the project has no destination 'shelv' [unknown-destination]"),
            ("{ to: email }", "share.yaml:4:17: error: a destination of kind 'email' is not supported yet"),
            (
                "{ to: shelf, when: failed }",
                "share.yaml:4:30: error: a run that failed has no file to deliver, and a plugin is told of nothing else"
            ),
            (
                "{ to: shelf, plugin: other }",
                "share.yaml:4:24: error: the destination 'shelf' says already what 'plugin' is"
            ),
            ("{ to: shelf, shelf: 7 }", "share.yaml:4:24: error: unknown key 'shelf' [unknown-key]"),
            ("{ when: always }", "share.yaml:4:11: error: a delivery needs 'to' [missing-key]"),
            ("{ to: plugin }", "error: a delivery of kind 'plugin' needs 'plugin' [missing-key]"),
            (
                "{ to: plugin, plugin: other }",
                "share.yaml:4:33: error: the project has no plugin 'other' [unknown-plugin]"
            ),
        ])
    func refused(_ delivery: String, _ says: String) async throws {
        let project = Self.project(Self.taking)
        project.folder.write(
            "source: { file: data/rows.csv }\ncolumns: [sn]\noutput: { file: share.csv }\ndeliver: [\(delivery)]\n",
            to: "reports/share.yaml")
        let outcome = try await project.quire("check")
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardOutput.contains(says), "\(outcome.said)")
    }

    @Test("What goes to standard output is not delivered")
    func standardOutput() async throws {
        let project = Self.project(Self.taking)
        let outcome = try await project.quire("run", "share", "--deliver", "-o", "-")
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("what goes to standard output cannot be delivered"), "\(outcome.said)")
        #expect(project.pluginStarts == 0)
    }

    @Test("A destination's missing variable is missed before anything is read, and only where it is delivered")
    func missingVariable() async throws {
        let project = Self.project(Self.taking)
        project.folder.write(
            """
            plugins: { archive: { command: [python3, archive.py] } }
            destinations: { shelf: { kind: plugin, plugin: archive, with: { shelf: "${SHELF}" } } }
            """, to: "reports/quire.yaml")
        #expect(try await project.quire("run", "share", "-o", "a.csv").exitCode == 0)
        let outcome = try await project.quire("run", "share", "--deliver", "-o", "b.csv")
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(outcome.standardError.contains("SHELF"), "\(outcome.said)")
        #expect(try project.files == ["a.csv"])
    }
}
