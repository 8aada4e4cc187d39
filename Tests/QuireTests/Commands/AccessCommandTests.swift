import Foundation
import QuireModel
import QuireTesting
import Testing

@Suite("Users, tokens and the audit log")
struct AccessCommandTests {
    private let project = Project([:])

    init() { project.folder.write("", to: "reports/data/empty") }

    /// Adds a user with the password of one line.
    private func add(_ name: String, role: String = "analyst", password: String = "correct horse") async throws
        -> Program.Outcome
    {
        try await project.quire("user", "add", name, "--role", role, input: password + "\n")
    }

    @Test("a user is added with the first line of standard input, listed, changed, removed, and all of it audited")
    func users() async throws {
        let added = try await add("ann", role: "finance,analyst", password: "correct horse\nand more")
        #expect(added.exitCode == 0 && added.standardOutput.isEmpty)
        #expect(added.standardError == "added ann as analyst,finance\n")
        let listed = try await project.quire("user", "list", "--json")
        let users = try JSON.parse(listed.standardOutput)
        #expect(users[0]?["name"] == "ann")
        #expect(users[0]?["roles"] == ["analyst", "finance"])
        #expect(try await project.quire("user", "role", "ann", "--role", "viewer").exitCode == 0)
        #expect(try await project.quire("user", "list").lines[1].hasPrefix("ann   viewer  20"))
        #expect(try await project.quire("user", "password", "ann", input: "another one").exitCode == 0)
        let removed = try await project.quire("user", "remove", "ann")
        #expect(removed.exitCode == 0)
        #expect(removed.standardError.contains("warning: there is no user and no token any more"))
        let audit = try JSON.parse(try await project.quire("audit", "--json").standardOutput)
        guard case .array(let entries) = audit else {
            Issue.record("the audit log is no list")
            return
        }
        #expect(entries.map { $0["what"] } == ["add-user", "change-roles", "change-password", "remove-user"])
        #expect(entries.map { $0["detail"] } == ["ann as analyst,finance", "ann to viewer", "ann", "ann"])
        #expect(entries.allSatisfy { $0["from"] == "command line" && $0["who"] == .string(NSUserName()) })
        let text = try await project.quire("audit", "-n", "2")
        #expect(text.lines.count == 3)
        #expect(text.lines[0].hasPrefix("when") && text.lines[2].contains("remove-user"))
        #expect(try await project.quire("audit", "--since", "1h").lines.count == 5)
        #expect(try await project.quire("audit", "--since", "2099-01-01").lines == ["nothing in the audit log yet"])
    }

    @Test("a token is printed once on standard output, and works out what it is for")
    func tokens() async throws {
        let made = try await project.quire(
            "token", "create", "ci", "--role", "analyst", "--report", "finance/*", "--expires", "90d")
        #expect(made.exitCode == 0)
        let token = try #require(made.standardOutput.split(separator: "\n").first)
        #expect(made.standardOutput == token + "\n" && token.hasPrefix("quire_") && token.count == 49)
        #expect(!made.standardError.contains(token))
        let listed = try await project.quire("token", "list", "--json")
        #expect(!listed.said.contains(token))
        let found = try JSON.parse(listed.standardOutput)[0]
        #expect(found?["name"] == "ci" && found?["report"] == "finance/*" && found?["last_used_at"] == .null)
        guard case .string(let expires)? = found?["expires_at"], case .string(let created)? = found?["created_at"]
        else {
            Issue.record("the times are none: \(listed.standardOutput)")
            return
        }
        let days = try [created, expires].map { try #require(LocalDateTime.parse($0)).moment.microseconds }
        #expect(days[1] - days[0] == 90 * 86_400_000_000)
        let text = try await project.quire("token", "list")
        #expect(text.lines[1].hasPrefix("ci    analyst  finance/*  20") && text.lines[1].hasSuffix("never"))
        #expect(try await project.quire("token", "revoke", "ci").exitCode == 0)
        #expect(try await project.quire("token", "list").lines == ["no tokens yet"])
        for name in try project.filesBelow("reports/.quire") where !name.hasSuffix("journals") {
            #expect(try !project.folder.holds(String(token), in: project.folder.file("reports/.quire/" + name)))
        }
    }

    @Test(
        "what is wrong ends with 2 and says what to do",
        arguments: [
            (["user", "add", "ann", "--role", "analist"], "x", "did you mean 'analyst'?"),
            (["user", "add", "ann", "--role", "finance"], "x", "holds none of the roles"),
            (["user", "add", "a b", "--role", "viewer"], "x", "no name for a user"),
            (["user", "add", "ann", "--role", "viewer"], "", "no password was given"),
            (["user", "add", "ann", "--role", "viewer"], "\nsecond line\n", "no password was given"),
            (["user", "add", "ann", "--role", "viewer"], "short\n", "8 to 1000 characters"),
            (["user", "add", "annabel", "--role", "viewer"], "correct horse\n", "there is a user 'annabel' already"),
            (["user", "remove", "anabel"], "", "did you mean 'annabel'?"),
            (["user", "password", "zed"], "", "there is no user 'zed'"),
            (["user", "role", "zed", "--role", "viewer"], "", "there is no user 'zed'"),
            (["user", "add", "ann"], "", "--role"),
            (["token", "create", "ci", "--role", "viewer", "--expires", "soon"], "", "write it as 90d or 12h"),
            (["token", "create", "ci", "--role", "viewer", "--expires", "0d"], "", "write it as 90d or 12h"),
            (["token", "create", "ci", "--role", "viewer", "--report", ""], "", "pattern of reports"),
            (["token", "revoke", "ci"], "", "there is no token 'ci'"),
            (["audit", "--since", "soon"], "", "is no time"),
            (["audit", "-n", "0"], "", "at least 1"),
        ])
    func wrong(_ arguments: [String], input: String, words: String) async throws {
        _ = try await add("annabel")
        let outcome = try await project.quire(arguments, input: input)
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
        #expect(outcome.standardOutput.isEmpty)
    }

    @Test("every one of these commands has help with an example")
    func help() async throws {
        for command in [
            ["user"], ["user", "add"], ["user", "list"], ["user", "remove"], ["user", "password"], ["user", "role"],
            ["token"],
            ["token", "create"], ["token", "list"], ["token", "revoke"], ["audit"],
        ] {
            let outcome = try await project.quire(command + ["--help"])
            #expect(outcome.exitCode == 0)
            #expect(outcome.standardOutput.contains("Example:"), "\(command)")
        }
    }

    @Test("on a terminal the password is asked for twice and not shown")
    func terminal() throws {
        let right = try Self.atTerminal(["correct horse", "correct horse"], in: project.folder.path)
        #expect(right.contains("Password of ann: ") && right.contains("The same again: "))
        #expect(right.contains("added ann as viewer") && right.hasSuffix("exit 0, echo on\n"))
        #expect(!right.contains("correct horse"))
        let other = Project([:])
        other.folder.write("", to: "reports/data/empty")
        let wrong = try Self.atTerminal(["correct horse", "correct hose"], in: other.folder.path)
        #expect(wrong.contains("the two passwords differ") && wrong.hasSuffix("exit 2, echo on\n"))
        let cancelled = try Self.atTerminal(["\u{3}"], in: other.folder.path)
        #expect(cancelled.hasSuffix("exit 130, echo on\n"), "\(cancelled)")
    }

    /// Runs `quire user add` on a terminal of its own.
    ///
    /// - Parameter typed: at each question.
    /// - Returns: what the terminal shows, and how it ended.
    private static func atTerminal(_ typed: [String], in folder: String) throws -> String {
        let quire = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "quire").path
        let script = """
            import os, pty, sys, termios
            quire, folder, *typed = sys.argv[1:]
            process, terminal = pty.fork()
            if process == 0:
                os.chdir(folder)
                os.execv(quire, [quire, "user", "add", "ann", "--role", "viewer"])
            shown = b""
            def more():
                global shown
                try: part = os.read(terminal, 1000)
                except OSError: part = b""
                shown += part
                return part
            for number, line in enumerate(typed):
                while shown.count(b": ") <= number and more(): pass
                os.write(terminal, line.encode() + (b"" if line == "\\x03" else b"\\n"))
            echo = None
            while True:
                try: echo = termios.tcgetattr(terminal)[3] & termios.ECHO
                except termios.error: pass
                if not more(): break
            try: echo = termios.tcgetattr(terminal)[3] & termios.ECHO
            except termios.error: pass
            status = os.waitpid(process, 0)[1]
            print(shown.decode(), "exit", os.waitstatus_to_exitcode(status), end="")
            print(", echo on" if echo else ", echo off")
            """
        let output = try ToolOutput.of("/usr/bin/python3", ["-c", script, quire, folder] + typed)
        return String(decoding: output, as: UTF8.self).replacing(" exit ", with: "exit ")
    }
}
