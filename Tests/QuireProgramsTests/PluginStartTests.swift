import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuirePrograms

@Suite struct PluginStartTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script = ""
        var command = ["python3", "scoring.py"]
        var message: String
        var hint: String?

        init(
            _ name: String, _ script: String = "", command: [String] = ["python3", "scoring.py"], _ message: String,
            hint: String? = nil
        ) {
            testDescription = name
            self.script = script
            self.command = command
            self.message = message
            self.hint = hint
        }

        private static func offering(_ offer: String) -> String { "def initialize(params): return \(offer)" }

        static let all = [
            Case(
                "no such program", command: ["no-such-program"],
                "the plugin 'scoring': there is no program 'no-such-program'",
                hint: "it is looked for in the folders of PATH; a file of the project is named with its folder"),
            Case("no such file", command: ["plugins/none"], "the plugin 'scoring': there is no program 'plugins/none'"),
            Case(
                "a file that cannot be executed", command: ["./scoring.py"],
                "the file './scoring.py' cannot be executed"),
            Case(
                "ends at once", "say('no module named numpy')\nsys.exit(4)",
                "the plugin 'scoring' ended with exit code 4 before it answered initialize: no module named numpy"),
            Case(
                "hangs", "time.sleep(60)", "the plugin 'scoring': it did not answer initialize within 500 ms",
                hint: "`quire plugin check scoring` tests it"),
            Case(
                "talks before it is asked", "print('ready', flush=True)\ntime.sleep(60)",
                "a line on standard output is no JSON"),
            Case(
                "an error",
                "def initialize(params): raise SystemExit(send({'jsonrpc': '2.0', 'id': 1, 'error': {'code': 1, 'message': 'no licence'}}))",
                "the plugin 'scoring': it answers initialize with an error: no licence"),
            Case(
                "another version", offering("{'protocol': 2}"),
                "initialize: wanted \"protocol\": 1, came \"protocol\": 2"),
            Case("no version", offering("{}"), "initialize: wanted \"protocol\": 1, came no 'protocol'"),
            Case("no object", offering("[]"), "initialize: wanted an object, came an array"),
            Case(
                "lookups as a list", offering("{'protocol': 1, 'lookups': []}"),
                "wanted an object as 'lookups', came an array"),
            Case(
                "a lookup without input", offering("{'protocol': 1, 'lookups': {'a': {'fields': {}}}}"),
                "wanted 'lookups.a.input' as {name: type, …}, came none"),
            Case(
                "a lookup with an empty input",
                offering("{'protocol': 1, 'lookups': {'a': {'input': {}, 'fields': {}}}}"),
                "wanted an input in 'lookups.a.input', came none"),
            Case(
                "an unknown type",
                offering("{'protocol': 1, 'lookups': {'a': {'input': {'b': 'string'}, 'fields': {}}}}"),
                "as the type of 'b' in 'lookups.a.input', came \"string\""),
            Case(
                "a name that is none",
                offering("{'protocol': 1, 'lookups': {'A': {'input': {'b': 'text'}, 'fields': {}}}}"),
                "as the name of a lookup, came 'A'"),
            Case(
                "a bulk of nothing",
                offering(
                    "{'protocol': 1, 'lookups': {'a': {'input': {'b': 'text'}, 'fields': {}, 'bulk': {'size': 0}}}}"),
                "wanted 'lookups.a.bulk' as {\"size\": …}, from 1 to 100000, came {\"size\":0}"),
            Case(
                "a source without fields", offering("{'protocol': 1, 'source': {}}"),
                "wanted 'source.fields' as {name: type, …}, came none"),
        ]
    }

    @Test("A program that does not start as it should is said to at once", arguments: Case.all)
    func start(_ start: Case) async throws {
        let plugin = PluginFolder(PluginScript.python(start.script))
        var patience = PluginPatience()
        patience.end = .seconds(5)
        patience.start = start.testDescription == "hangs" ? .milliseconds(500) : .seconds(10)
        let failure = try await plugin.pool(plugin.definition(command: start.command), patience: patience) { pool in
            await failing { _ = try await pool.start() }
        }
        #expect(failure?.message.contains(start.message) == true, "\(failure?.message ?? "")")
        if let hint = start.hint { #expect(failure?.hint == hint) }
        #expect(plugin.living == [])
    }

    @Test("One that ends at once is started three times, and then no more")
    func storm() async throws {
        let plugin = PluginFolder(PluginScript.python("note('start 0')\nsys.exit(1)"))
        try await plugin.pool { pool in
            for number in 1...6 {
                let failure = await failing { _ = try await pool.score("C1") }
                #expect(failure?.isFinal == (number >= 3))
            }
        }
        #expect(plugin.starts == 3)
    }

    @Test(
        "It finds in its environment what is promised, runs in the project's folder, in a group and a session of its own"
    )
    func surroundings() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                def initialize(params):
                    with open("/proc/self/environ", "rb") as file:
                        note("env " + ",".join(sorted(file.read().decode().strip("\\0").split("\\0"))))
                    note("folder " + os.getcwd())
                    note("own %s %s" % (os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid()))
                    note("files " + ",".join(sorted(os.listdir("/proc/self/fd"))))
                    note("params " + json.dumps(params, sort_keys=True))
                    return OFFER
                """))
        let definition = plugin.definition(environment: ["API_KEY": "k=1", "LANG": "de_DE"])
        let program = plugin.program(
            definition, with: .members(["model": 1]),
            variables: [
                "PATH": "/usr/bin:/bin", "HOME": "/root", "LANG": "C", "SECRET": "x", "TMPDIR": "/tmp", "LC_ALL": "C",
            ])
        _ = try await PluginPool.with(program) { try await $0.start() }
        #expect(
            plugin.notes.contains("env API_KEY=k=1,HOME=/root,LANG=de_DE,PATH=/usr/bin:/bin,TMPDIR=/tmp"),
            "\(plugin.notes)")
        #expect(plugin.notes.contains("folder " + plugin.folder.path))
        #expect(plugin.notes.contains("own True True"))
        // The last is the listing itself.
        #expect(plugin.notes.contains("files 0,1,2,3"), "\(plugin.notes)")
        #expect(plugin.notes.contains(#"params {"name": "scoring", "protocol": 1, "with": {"model": 1}}"#))
    }

    @Test("A program that another start offers something else has broken its word")
    func otherOffer() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                def initialize(params):
                    return OFFER if len(open("notes").readlines()) == 1 else {"protocol": 1, "delivery": {}}
                def lookup(params): os._exit(1)
                """))
        try await plugin.pool { pool in
            _ = await failing { _ = try await pool.score("C1") }
            let failure = await failing { _ = try await pool.score("C1") }
            #expect(failure?.message == "the plugin 'scoring': it offers something else than when it was first started")
        }
    }
}
