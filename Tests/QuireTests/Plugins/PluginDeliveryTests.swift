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
}
