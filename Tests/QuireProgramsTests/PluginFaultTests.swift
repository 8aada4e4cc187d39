import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuirePrograms

/// A program that does something wrong when it is asked, and what is said of it.
struct PluginFault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var script: String
    var message: String
    var mayRetry: Bool

    init(_ name: String, _ script: String, _ message: String, mayRetry: Bool = false) {
        testDescription = name
        self.script = script
        self.message = message
        self.mayRetry = mayRetry
    }

    /// Answers a lookup with this JSON.
    private static func answering(_ result: String) -> String { "def lookup(params): return \(result)" }

    private static func writing(_ text: String) -> String {
        "def lookup(params):\n    sys.stdout.write(\(text))\n    sys.stdout.flush()\n    time.sleep(60)"
    }

    private static let broke = "the plugin 'scoring' broke the protocol: "

    static let all = [
        PluginFault(
            "dies", "def lookup(params):\n    say('first')\n    say('no memory left')\n    os._exit(3)",
            "the plugin 'scoring' ended with exit code 3: no memory left", mayRetry: true),
        PluginFault(
            "is killed", "def lookup(params): os.kill(os.getpid(), signal.SIGKILL)",
            "the plugin 'scoring' ended with signal 9", mayRetry: true),
        PluginFault(
            "too few results", answering("{'results': []}"),
            broke + "lookup: wanted 1 result, one for each key, came 0"),
        PluginFault(
            "too many results", answering("{'results': [found(1), found(2)]}"),
            broke + "lookup: wanted 1 result, one for each key, came 2"),
        PluginFault("no results", answering("[]"), broke + "lookup: wanted {\"results\": […]}, came []"),
        PluginFault(
            "a result of no known kind", answering("{'results': [{'score': 1}]}"),
            broke
                + "lookup: wanted {\"found\": {…}}, {\"missing\": true} or {\"error\": {\"message\": …, \"retry\": …}} "
                + "as result 1, came {\"score\":1}"),
        PluginFault(
            "a result of two kinds", answering("{'results': [{'found': {}, 'missing': True}]}"), "as result 1, came"),
        PluginFault("missing: false", answering("{'results': [{'missing': False}]}"), "as result 1, came"),
        PluginFault("an error without a message", answering("{'results': [{'error': {}}]}"), "as result 1, came"),
        PluginFault(
            "a field that it did not name", answering("{'results': [{'found': {'scor': 1}}]}"),
            broke + "lookup: result 1 has the field 'scor', which initialize does not name; it names 'score'"),
        PluginFault(
            "a value of another type", answering("{'results': [found('much')]}"),
            broke + "lookup: wanted a number as the field 'score' of result 1, came \"much\""),
        PluginFault(
            "a line that is no JSON", writing("'hello\\n'"),
            broke + "a line on standard output is no JSON (something that is no JSON value at byte 0): hello",
            mayRetry: true),
        PluginFault(
            "an empty line", writing("'\\n'"), broke + "a line on standard output is no JSON (nothing at byte 0)",
            mayRetry: true),
        PluginFault(
            "bytes that are no UTF-8",
            "def lookup(params):\n    os.write(1, b'\"\\xff\"\\n')\n    time.sleep(60)",
            broke + "a line on standard output is no JSON (bytes that are no UTF-8 at byte 0)", mayRetry: true),
        PluginFault(
            "a message of another protocol", writing("'{\"id\": 2, \"result\": {}}\\n'"),
            broke + "wanted a JSON-RPC message, {\"jsonrpc\": \"2.0\", …}, came {\"id\": 2, \"result\": {}}",
            mayRetry: true),
        PluginFault(
            "an answer with neither", writing("'{\"jsonrpc\": \"2.0\", \"id\": 2}\\n'"),
            broke + "wanted an answer with either 'result' or 'error'", mayRetry: true),
        PluginFault(
            "an answer with both", writing("'{\"jsonrpc\": \"2.0\", \"id\": 2, \"result\": 1, \"error\": {}}\\n'"),
            broke + "wanted an answer with either 'result' or 'error'", mayRetry: true),
        PluginFault(
            "an unknown id", writing("'{\"jsonrpc\": \"2.0\", \"id\": 99, \"result\": 1}\\n'"),
            broke + "an answer with id 99, which no request has", mayRetry: true),
        PluginFault(
            "an id of another type", writing("'{\"jsonrpc\": \"2.0\", \"id\": \"2\", \"result\": 1}\\n'"),
            broke + "wanted an answer with the id of its request", mayRetry: true),
        PluginFault(
            "a second answer", writing("'{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": 1}\\n'"),
            broke + "a second answer to the request with id 1", mayRetry: true),
        PluginFault(
            "a line of 100 MB",
            "def lookup(params):\n    for _ in range(100): os.write(1, b'x' * 1000000)\n    time.sleep(60)",
            broke + "a line on standard output is over 64 MiB long", mayRetry: true),
        PluginFault(
            "an error",
            "def handle(request):\n    if request['method'] == 'lookup':\n"
                + "        send({'jsonrpc': '2.0', 'id': request['id'], 'error': {'code': -32000, 'message': 'no quota'}})\n"
                + "    elif 'id' in request: answer(request, OFFER)",
            "no quota (code -32000)"),
        PluginFault(
            "an error for now",
            "def handle(request):\n    if request['method'] == 'lookup':\n"
                + "        send({'jsonrpc': '2.0', 'id': request['id'], 'error': {'code': 1, 'message': 'busy', 'data': {'retry': True}}})\n"
                + "    elif 'id' in request: answer(request, OFFER)",
            "busy (code 1)", mayRetry: true),
        PluginFault(
            "output closed", "def lookup(params):\n    os.close(1)\n    time.sleep(60)",
            "the plugin 'scoring' closed its standard output and lived on", mayRetry: true),
    ]
}

@Suite struct PluginFaultTests {
    @Test(
        "What goes wrong is said with what was wanted and what came, and nothing stays behind",
        arguments: PluginFault.all)
    func faults(_ fault: PluginFault) async throws {
        let plugin = PluginFolder(PluginScript.python(fault.script))
        let failure = try await plugin.pool(patience: .short) { pool in
            await failing { _ = try await pool.score("C1") }
        }
        #expect(failure?.message.contains(fault.message) == true, "\(failure?.message ?? "")")
        #expect(failure?.mayRetry == fault.mayRetry)
        #expect(plugin.living == [])
    }

    @Test("After a bad end the next call starts another process", arguments: PluginFault.all)
    func restarted(_ fault: PluginFault) async throws {
        let script = fault.script.replacing("def lookup(params):", with: "def fault(params):")
            .replacing("def handle(", with: "def broken(")
        let isHandler = script.contains("def broken(")
        let plugin = PluginFolder(
            PluginScript.python(
                """
                usual, lookups = handle, lookup
                \(script)
                FIRST = not os.path.exists("notes")
                \(isHandler ? "handle = broken if FIRST else usual" : "lookup = fault if FIRST else lookups")
                """))
        try await plugin.pool(patience: .short) { pool in
            #expect(await failing { _ = try await pool.score("C1") } != nil)
            if fault.message.contains("(code") { return }
            let scores = try await pool.score("C12")
            #expect(scores == [.number(3), .null])
        }
        #expect(plugin.living == [])
    }

    @Test("Who closes its input and lives on is ended")
    func inputClosed() async throws {
        let plugin = PluginFolder(
            PluginScript.python("def lookup(params):\n    os.close(0)\n    note('closed')\n    time.sleep(60)"))
        let failures = try await plugin.pool(patience: .short) { pool in
            async let first = failing { _ = try await pool.score("C1") }
            while !plugin.notes.contains("closed") { try await Task.sleep(for: .milliseconds(5)) }
            let second = await failing { _ = try await pool.score("C2") }
            return [await first, second]
        }
        for failure in failures {
            #expect(failure?.message == "the plugin 'scoring' closed its standard input and lived on")
        }
        #expect(plugin.living == [])
    }

    @Test("Three violations in a row are the end: it is not started a fourth time")
    func threeViolations() async throws {
        let plugin = PluginFolder(PluginScript.python("def lookup(params): return {'results': []}"))
        try await plugin.pool { pool in
            for number in 1...5 {
                let failure = await failing { _ = try await pool.score("C1") }
                #expect(failure?.isFinal == (number >= 3), "\(number)")
                if number >= 3 {
                    #expect(failure?.message.hasSuffix("it failed 3 times in a row and is not started again") == true)
                }
            }
        }
        #expect(plugin.starts == 3)
    }

    @Test("Violations with good answers between them go on for ever")
    func violationsApart() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                "def lookup(params): return {'results': [found(1)] if params['keys'][0]['sn'] == 'good' else []}"))
        try await plugin.pool { pool in
            for _ in 0..<4 {
                let failure = await failing { _ = try await pool.score("bad") }
                #expect(failure?.isFinal == false)
                _ = try await pool.score("good")
            }
        }
        #expect(plugin.starts == 5)
    }
}

func failing(_ body: () async throws -> Void) async -> PluginFailure? {
    do { try await body() } catch { return error as? PluginFailure }
    return nil
}
