import Foundation
import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("A folder that files are delivered to") struct FileDestinationTests {
    private let project = TemporaryFolder()

    private func deliver(_ directory: String, _ placeholders: [String: String] = [:], file: String = "share.csv")
        async throws -> String?
    {
        let path =
            FileManager.default.fileExists(atPath: project.file(file))
            ? project.file(file) : project.write("sn\nC1\n", to: file)
        let made = DestinationFixture.make(FileDestination.component, ["directory": directory])
        let destination = try #require(made.destination, "\(made.problems)")
        return try await destination.deliver(
            DestinationFixture.file(path, placeholders: placeholders), DestinationFixture.context(project.path))
    }

    @Test("the file is there whole, in the place of one of its name, and nothing is left beside it")
    func replaced() async throws {
        project.write("before", to: "exports/share.csv")
        #expect(try await deliver("exports") == project.file("exports/share.csv"))
        #expect(try project.text("exports/share.csv") == "sn\nC1\n")
        #expect(try TemporaryFolder.names(in: project.file("exports")) == ["share.csv"])
        #expect(try project.text("share.csv") == "sn\nC1\n")
    }

    @Test("an absolute folder is taken as it is, with a slash at its end or without", arguments: ["", "/", "//"])
    func absolute(_ ending: String) async throws {
        let elsewhere = TemporaryFolder()
        #expect(try await deliver(elsewhere.path + ending) == elsewhere.file("share.csv"))
        #expect(try elsewhere.names == ["share.csv"])
    }

    @Test("a large file is the same, byte for byte")
    func large() async throws {
        let text = String(repeating: "0123456789abcdef", count: 200_000)
        project.write(text, to: "large.csv")
        project.write("", to: "exports/other")
        _ = try await deliver("exports", file: "large.csv")
        #expect(try project.text("exports/large.csv") == text)
    }

    @Test(
        "a parameter adds to the folder and never leads out of its fixed part",
        arguments: [
            ("exports/{region}", "east", "exports/east"), ("exports/{region}", "east/2026", "exports/east/2026"),
            ("exports/{region}", "../secret", nil), ("exports/x{region}", "/../../secret", nil),
            ("exports/{region}/..", "east", "exports"), ("exports/{region}/..", "..", nil),
            // Relative to the project whatever it begins with.
            ("{region}", "/exports", "exports"), ("exports/{region}", "", "exports"), ("exports/{region}", "a\0b", nil),
        ])
    func parameter(_ directory: String, _ region: String, _ place: String?) async throws {
        for folder in ["exports/east/2026/x", "secret/x", "exports/x/x"] { project.write("", to: folder) }
        guard let place else {
            let refused = await #expect(throws: RunFailure.self) { try await deliver(directory, ["region": region]) }
            #expect(refused?.message.contains(region.contains("\0") ? "NUL" : "is outside") == true)
            #expect(try TemporaryFolder.names(in: project.file("secret")) == ["x"])
            return
        }
        _ = try await deliver(directory, ["region": region])
        #expect(try project.text(place + "/share.csv") == "sn\nC1\n")
    }

    @Test("a folder that is not there, and one that cannot be written, are told plainly")
    func missing() async throws {
        let missing = await #expect(throws: RunFailure.self) { try await deliver("nowhere") }
        #expect(missing?.message == "there is no folder '\(project.file("nowhere"))' to write to")
        project.write("", to: "file")
        let file = await #expect(throws: RunFailure.self) { try await deliver("file") }
        #expect(file?.message == "'\(project.file("file"))' is not a folder")
        // Where nothing can be written, whoever asks.
        let closed = await #expect(throws: RunFailure.self) { try await deliver("/proc/self") }
        #expect(closed?.message.contains("/proc/self") == true)
        let full = await #expect(throws: RunFailure.self) { try await deliver("/dev/full") }
        #expect(full?.message == "'/dev/full' is not a folder")
    }

    @Test("a file that is gone is told")
    func gone() async throws {
        let made = try #require(DestinationFixture.make(FileDestination.component, ["directory": "."]).destination)
        let refused = await #expect(throws: RunFailure.self) {
            try await made.deliver(
                DestinationFixture.file(project.file("none.csv")), DestinationFixture.context(project.path))
        }
        #expect(refused?.message == "'\(project.file("none.csv"))' cannot be read: No such file or directory")
    }
}
