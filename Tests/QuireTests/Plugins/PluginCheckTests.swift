import QuireTesting
import Testing

@Suite struct PluginCheckTests {
    private static func project(_ script: String) -> Project {
        Project([
            "quire.yaml": "plugins: { scoring: { command: [python3, scoring.py], env: { KEY: hunter22 } } }",
            "scoring.py": script,
        ])
    }

    @Test("What `new plugin` writes keeps every rule, and is not written over")
    func newPlugin() async throws {
        let project = Project(["quire.yaml": "plugins: { scoring: { command: [python3, plugins/scoring.py] } }"])
        let new = try await project.quire("new", "plugin", "scoring")
        #expect(new.exitCode == 0, "\(new.said)")
        #expect(new.standardOutput.contains("  scoring: { command: [python3, plugins/scoring.py] }"))
        #expect(try project.text("reports/plugins/scoring.py").contains("quire plugin check scoring"))
        let check = try await project.quire(
            "plugin", "check", "scoring", "--deliver", "--with", #"{"folder": "shelf"}"#)
        #expect(check.exitCode == 0, "\(check.said)")
        #expect(check.lines.last == "19 kept, 0 broken, 0 not tried")
        #expect(try project.text("reports/shelf/quire-check.csv") == "Contract,Amount\r\nC1,100\r\n")
        project.folder.write("mine", to: "reports/plugins/scoring.py")
        let again = try await project.quire("new", "plugin", "scoring")
        #expect(again.exitCode == 2)
        #expect(again.standardError.contains("there is a file 'reports/plugins/scoring.py' already"))
        #expect(try project.text("reports/plugins/scoring.py") == "mine")
        for name in ["../scoring", "Scoring", "", "a b"] {
            #expect(try await project.quire("new", "plugin", name).exitCode == 2, "\(name)")
        }
    }

    /// A plugin that does one thing wrong.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        /// The rules that it breaks, each as far as it tells it from others, with what is said of it.
        var broken: [(rule: String, says: String)]

        init(_ name: String, _ body: String, _ broken: (rule: String, says: String)...) {
            testDescription = name
            self.body = body
            self.broken = broken
        }

        /// Without it every rule is kept.
        static let correct = """
            usual = handle
            def refuse(request, code):
                send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": code, "message": "no"}})
            def handle(request):
                if request["method"] == "lookup":
                    params = request["params"]
                    if not isinstance(params, dict) or params.get("lookup") != "score":
                        return refuse(request, -32602)
                    return answer(request, lookup(params))
                if request["method"] in ("initialize", "shutdown"):
                    return usual(request)
                if "id" in request:
                    other(request)
            def other(request): refuse(request, -32601)

            """

        /// Rows of `opened()` and `page(cursor)`.
        static let source = """
            OFFER = {'protocol': 1, 'source': {'fields': {'a': 'text'}}}
            def opened(): return {'cursor': 0}
            def other(request):
                params = request.get('params')
                if request['method'] == 'source.open': return answer(request, opened())
                if request['method'] == 'source.next' and params and 'limit' in params:
                    return answer(request, page(params['cursor']))
                refuse(request, -32601)

            """

        static let all = [
            Case("nothing wrong", ""),
            Case(
                "nothing wrong with rows",
                source
                    + "def page(cursor): return {'rows': [{'a': str(cursor)}], 'cursor': cursor + 1 if cursor < 2 else None}"
            ),
            Case(
                "does not start", "say('no licence for hunter22')\nsys.exit(3)",
                ("it starts, and answers initialize", "it ended with exit code 3: no licence for ***")),
            Case(
                "another version", "OFFER['protocol'] = 2",
                ("initialize says protocol 1", "wanted \"protocol\": 1, came \"protocol\": 2")),
            Case(
                "offers nothing", "OFFER = {'protocol': 1}",
                ("initialize says protocol 1", "wanted 'lookups', 'source' or 'delivery'")),
            Case(
                "no error for an unknown method", "def other(request): answer(request, None)",
                ("a method that it does not have", "wanted the error -32601, came null")),
            Case(
                "another error for an unknown method", "def other(request): refuse(request, -1)",
                ("a method that it does not have", "wanted the error -32601, came the error -1")),
            Case(
                "params that make no sense are answered",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == 'lookup' and not request['params'].get('lookup'):\n"
                    + "        return answer(request, {'results': []})\n    good(request)",
                ("params that make no sense", "lookup with params {} was answered with a result")),
            Case(
                "one result for each call", "def lookup(params): return {'results': [found(1)]}",
                ("lookup 'score' gives one result for each key", "wanted 3 results, one for each key, came 1"),
                ("as many keys as its bulk size says: 10", "wanted 10 results, one for each key, came 1")),
            Case(
                "odd text is too much",
                "def lookup(params):\n    if '金' in params['keys'][0]['sn']: return None\n"
                    + "    return {'results': [found(1) for _ in params['keys']]}",
                ("takes any text", "wanted {\"results\": […]}, came null")),
            Case(
                "answers twice",
                "good = handle\ndef handle(request):\n    good(request)\n"
                    + "    if request['method'] == 'lookup': good(request)",
                ("each request gets one answer", "a second answer to the request with id")),
            Case(
                "an id of its own",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == 'lookup': answer({'id': 7000}, {})\n    good(request)",
                ("each request gets one answer", "an answer with id 7000, which no request has")),
            Case(
                "prints",
                "def lookup(params):\n    print('asked', flush=True)\n"
                    + "    return {'results': [found(1) for _ in params['keys']]}",
                ("standard output holds messages and nothing else", "a line on standard output is no JSON")),
            Case(
                "dies of a cancel",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == '$/cancel': os._exit(5)\n    good(request)",
                ("does no harm", "it ended with exit code 5, before")),
            Case(
                "dies of params that make no sense",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == 'lookup' and 'lookup' not in request['params']: os._exit(7)\n"
                    + "    good(request)",
                ("params that make no sense", "it ended with exit code 7, before")),
            Case(
                "a cursor that never moves",
                source + "def page(cursor): return {'rows': [{'a': 'x'}], 'cursor': cursor}",
                ("the rows come to an end", "a page has the cursor it was asked with")),
            Case(
                "a cursor that dies with its process",
                source + "known = []\ndef opened():\n    known.append(1)\n    return {'cursor': 0}\n"
                    + "def page(cursor):\n    if not known: return {'rows': [], 'cursor': None}\n"
                    + "    return {'rows': [{'a': str(cursor)}], 'cursor': cursor + 1 if cursor < 2 else None}",
                ("a cursor is good in a process that was started anew", "wanted")),
            Case(
                "takes no notice of shutdown",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == 'shutdown': return answer(request, None)\n    good(request)\n"
                    + "import threading\nthreading.Thread(target=lambda: time.sleep(8)).start()",
                ("shutdown is answered with null", "it was answered, and the process went on"),
                ("the end of its input", "the process went on and had to be killed")),
            Case(
                "another answer to shutdown",
                "good = handle\ndef handle(request):\n"
                    + "    if request['method'] == 'shutdown': answer(request, 'bye'); sys.exit(0)\n    good(request)",
                ("shutdown is answered with null", "it was answered with \"bye\"")),
            Case(
                "pages beyond the limit",
                "OFFER = {'protocol': 1, 'source': {'fields': {'a': 'text'}}}\ndef other(request):\n"
                    + "    if request['method'] == 'source.open': return answer(request, {'cursor': 1})\n"
                    + "    if request['method'] == 'source.next' and request['params']:\n"
                    + "        if 'limit' in request['params']: return answer(request, {'rows': [{}] * 101, 'cursor': None})\n"
                    + "    refuse(request, -32601)",
                ("source.next rows of the fields it names, up to its limit", "wanted 100 rows at most, came 101")),
        ]
    }

    @Test("It names each rule that a plugin breaks, and what is wrong", arguments: Case.all)
    func broken(_ broken: Case) async throws {
        let project = Self.project(PluginScript.python(Case.correct + broken.body))
        let outcome = try await project.quire("plugin", "check", "scoring")
        #expect(outcome.exitCode == (broken.broken.isEmpty ? 0 : 1), "\(outcome.said)")
        let lines = outcome.lines
        let failures = lines.indices.filter { lines[$0].hasPrefix("FAIL") }.map { (lines[$0], lines[$0 + 1]) }
        #expect(failures.count == broken.broken.count, "\(outcome.said)")
        for (failure, wanted) in zip(failures, broken.broken) {
            #expect(failure.0.contains(wanted.rule), "\(failure)")
            #expect(failure.1.contains(wanted.says), "\(failure)")
        }
        #expect(!outcome.said.contains("hunter22"))
        #expect(project.pluginsLiving == [])
    }

    @Test("An unknown plugin, and options that are no objects, are wrong usage")
    func usage() async throws {
        let project = Self.project(PluginScript.python(""))
        let unknown = try await project.quire("plugin", "check", "scorin")
        #expect(unknown.exitCode == 2)
        #expect(unknown.standardError.contains("the project has no plugin 'scorin'"))
        #expect(unknown.standardError.contains("did you mean 'scoring'?"))
        for option in ["{", "[]", "1"] {
            let with = try await project.quire("plugin", "check", "scoring", "--with", option)
            #expect(with.exitCode == 2, "\(with.said)")
            #expect(with.standardError.contains("--with takes a JSON object"))
        }
    }
}
