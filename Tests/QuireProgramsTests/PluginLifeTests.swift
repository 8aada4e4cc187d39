import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuirePrograms

@Suite struct PluginLifeTests {
    /// Of what is left to itself, ten minutes; no measure of speed, since other tests take their time meanwhile.
    private static let longBeforeItsOwnEnd = Duration.seconds(300)

    @Test("Requests are answered in any order")
    func outOfOrder() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                waiting = []
                usual = handle
                def handle(request):
                    if request["method"] != "lookup":
                        return usual(request)
                    waiting.append(request)
                    if len(waiting) == 8:
                        for other in reversed(waiting):
                            usual(other)
                """))
        try await plugin.pool { pool in
            try await withThrowingTaskGroup(of: (Int, [Value]).self) { group in
                for length in 1...8 {
                    group.addTask { (length, try await pool.score(String(repeating: "x", count: length))) }
                }
                for try await (length, values) in group { #expect(values == [.number(Double(length)), .null]) }
            }
        }
        #expect(plugin.starts == 1)
    }

    @Test("A call that is cancelled ends at once, the plugin is told, and a late answer does no harm")
    func cancelled() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                late = []
                usual = handle
                def handle(request):
                    if request["method"] == "$/cancel":
                        note("cancel %d" % request["params"]["id"])
                        usual(late.pop())
                    elif request["method"] == "lookup" and request["params"]["keys"][0]["sn"] == "slow":
                        late.append(request)
                        note("slow")
                    else:
                        usual(request)
                """))
        try await plugin.pool { pool in
            let call = Task { try await pool.score("slow") }
            try await until { plugin.notes.contains("slow") }
            call.cancel()
            #expect(await failing { _ = try await call.value } == .cancelled)
            try await until { plugin.notes.contains("cancel 2") }
            let values = try await pool.score("C1")
            #expect(values == [.number(2), .null])
        }
        #expect(plugin.starts == 1)
    }

    @Test("Calls are spread over several processes")
    func processes() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                def lookup(params):
                    note("asked %d" % os.getpid())
                    while len(set(line for line in open("notes") if line.startswith("asked"))) < 2:
                        time.sleep(0.005)
                    return {"results": [found(1)]}
                """))
        try await plugin.pool(plugin.definition(processes: 2)) { pool in
            async let first = pool.score("C1")
            async let second = pool.score("C2")
            _ = try await (first, second)
        }
        #expect(plugin.starts == 2)
        #expect(plugin.living == [])
    }

    @Test("What it started dies with it, also when it ends by itself", arguments: ["", "os._exit(0)"])
    func children(_ end: String) async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                def lookup(params):
                    child = subprocess.Popen(["sleep", "1000"])
                    note("child %d" % child.pid)
                    \(end)
                    return {"results": [found(1)]}
                """))
        try await plugin.pool { pool in _ = try? await pool.score("C1") }
        #expect(plugin.notes.contains { $0.hasPrefix("child ") })
        #expect(plugin.living == [])
    }

    @Test("One that takes no notice of shutdown is killed after its time")
    func ignoresShutdown() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                usual = handle
                def handle(request):
                    if request["method"] == "shutdown":
                        note("told")
                        time.sleep(600)
                    usual(request)
                """))
        var patience = PluginPatience()
        patience.shutdown = .milliseconds(400)
        let start = ContinuousClock.now
        try await plugin.pool(patience: patience) { pool in _ = try await pool.score("C1") }
        let time = ContinuousClock.now - start
        #expect(time > .milliseconds(400) && time < Self.longBeforeItsOwnEnd, "\(time)")
        #expect(plugin.notes.contains("told"))
        #expect(plugin.living == [])
    }

    @Test("One that ends as it is told to is not waited for any longer")
    func endsInTime() async throws {
        let plugin = PluginFolder(PluginScript.python(""))
        var patience = PluginPatience()
        patience.shutdown = .seconds(600)
        let start = ContinuousClock.now
        try await plugin.pool(patience: patience) { pool in _ = try await pool.score("C1") }
        #expect(ContinuousClock.now - start < Self.longBeforeItsOwnEnd)
        #expect(plugin.living == [])
    }

    @Test("One that does not read holds up nobody: calls are cancelled at once, and it is killed")
    func readsNothing() async throws {
        let plugin = PluginFolder(
            PluginScript.python("def lookup(params):\n    note('asleep')\n    time.sleep(600)"))
        var patience = PluginPatience()
        patience.shutdown = .milliseconds(400)
        let start = ContinuousClock.now
        try await plugin.pool(patience: patience) { pool in
            let first = Task { try await pool.score("C1") }
            try await until { plugin.notes.contains("asleep") }
            let large = String(repeating: "x", count: 4 << 20)
            let others = (1...8).map { _ in Task { try await pool.score(large) } }
            for task in [first] + others {
                task.cancel()
                #expect(await failing { _ = try await task.value } == .cancelled)
            }
        }
        #expect(ContinuousClock.now - start < Self.longBeforeItsOwnEnd)
        #expect(plugin.living == [])
    }

    @Test("Large messages go both ways at once")
    func large() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                OFFER["lookups"]["score"]["fields"]["since"] = "date"
                def call(method, params):
                    return {"text": params["text"] * 2}
                """))
        try await plugin.pool { pool in
            let text = String(repeating: "é", count: 300_000)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await pool.call("echo", .members(["text": .string(text)])) { result in
                            result["text"] == .string(text + text)
                        }
                    }
                }
                for try await isSame in group { #expect(isSame) }
            }
        }
    }

    @Test("Cancelling everything ends a program that takes no notice of anything within its grace")
    func cancelledPool() async throws {
        let plugin = PluginFolder(
            PluginScript.python("def lookup(params):\n    note('asleep')\n    time.sleep(600)"))
        let running = Task {
            try await plugin.pool { pool in _ = try await pool.score("C1") }
        }
        try await until { plugin.notes.contains("asleep") }
        let start = ContinuousClock.now
        running.cancel()
        _ = await running.result
        #expect(ContinuousClock.now - start < Self.longBeforeItsOwnEnd)
        #expect(plugin.living == [])
    }

    @Test("Notifications are passed over, and what it asks is refused")
    func itsOwnRequests() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                """
                usual = handle
                def handle(request):
                    if "error" in request:
                        note("refused %d" % request["error"]["code"])
                    else:
                        usual(request)
                def lookup(params):
                    send({"jsonrpc": "2.0", "method": "progress", "params": {}})
                    send({"jsonrpc": "2.0", "method": "progress"})
                    send({"jsonrpc": "2.0", "id": 1, "method": "ask", "params": {}})
                    return {"results": [found(1)]}
                """))
        try await plugin.pool { pool in
            let values = try await pool.score("C1")
            #expect(values == [.number(1), .null])
            try await until { plugin.notes.contains("refused -32601") }
        }
        #expect(plugin.log == ["scoring: notifications are passed over, such as 'progress'"])
    }
}

/// Waits for what another process brings about; twenty seconds at most.
func until(_ condition: () -> Bool) async throws {
    for _ in 0..<4_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
}
