import Foundation
import Glibc
import QuireModel
import QuireTesting
import Testing

@Suite("A file that is not finished")
struct UnfinishedFileTests {
    private static func write(_ text: String, to file: OutputFile) throws {
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    }

    @Test("has no name, and takes its place whether or not another is there", arguments: [nil, "before"])
    func unnamed(before: String?) throws {
        let folder = TemporaryFolder()
        if let before { folder.write(before, to: "out") }
        let file = try OutputFile(path: folder.file("out"), temporaryFolder: nil)
        try Self.write("after", to: file)
        #expect(try folder.names == (before == nil ? [] : ["out"]))
        try file.publish()
        #expect(try folder.names == ["out"])
        #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == "after")
    }

    @Test("has a hidden name where the file system has no files without", arguments: [nil, "before"])
    func hidden(before: String?) throws {
        let folder = TemporaryFolder()
        if let before { folder.write(before, to: "out") }
        let file = try OutputFile(path: folder.file("out"), temporaryFolder: nil, manner: .hidden)
        try Self.write("after", to: file)
        let unfinished = try folder.names.filter { $0 != "out" }
        #expect(unfinished.count == 1)
        #expect(unfinished.allSatisfy { $0.hasPrefix(".quire-") && $0.hasSuffix(".tmp") })
        try file.publish()
        #expect(try folder.names == ["out"])
        #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == "after")
        let discarded = try OutputFile(path: folder.file("other"), temporaryFolder: nil, manner: .hidden)
        discarded.discard()
        #expect(try folder.names == ["out"])
    }

    @Test(
        "goes to its place from another file system", arguments: [UnfinishedFile.Manner.unnamed, .hidden],
        [nil, "before"])
    func otherFileSystem(manner: UnfinishedFile.Manner, before: String?) throws {
        let work = "/dev/shm/quire-work-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: work) }
        let folder = TemporaryFolder()
        if let before { folder.write(before, to: "out") }
        let file = try OutputFile(path: folder.file("out"), temporaryFolder: work, manner: manner)
        try Self.write("after", to: file)
        try file.publish()
        #expect(try folder.names == ["out"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: work) == [])
        #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == "after")
    }

    @Test("that a killed run left is removed, and nothing that is in use or not Quire's own")
    func leftovers() throws {
        let folder = TemporaryFolder()
        let left = [".quire-1y2p0ij32e8e7.tmp", ".quire-1.tmp", ".quire-17293822569102704640.db"]
        let others = [
            ".quire-a.b.tmp", ".quire-.tmp", ".quire-A.tmp", ".quire-a.txt", "quire-a.tmp", ".quire", "out.xlsx",
        ]
        for name in left + others { folder.write("text", to: name) }
        try FileManager.default.createDirectory(atPath: folder.file(".quire-f.tmp"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".quire-s.tmp"), withDestinationPath: folder.file("out.xlsx"))
        #expect(mkfifo(folder.file(".quire-p.tmp"), 0o666) == 0)
        let used = try OutputFile(path: folder.file("used"), temporaryFolder: nil, manner: .hidden)
        let inUse = try folder.names.filter { !(left + others).contains($0) }
        #expect(inUse.count == 4)

        HiddenFile.removeLeftovers(in: [folder.path, folder.file("missing")])
        #expect(try folder.names == (others + inUse).sorted())
        try used.publish()
        #expect(try folder.names.contains("used"))
    }

    @Test("is removed by the next run once its process is gone, even after `kill -9`")
    func deadProcess() throws {
        let folder = TemporaryFolder()
        // Another process that holds the lock, as a run does.
        let holder = Process()
        holder.executableURL = URL(filePath: "/usr/bin/python3")
        let script = """
            import fcntl, sys, time
            file = open(sys.argv[1], 'w')
            fcntl.flock(file, fcntl.LOCK_EX)
            print('held', flush=True)
            time.sleep(600)
            """
        holder.arguments = ["-c", script, folder.file(".quire-abc.tmp")]
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        HiddenFile.removeLeftovers(in: [folder.path])
        #expect(try folder.names == [".quire-abc.tmp"])
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        HiddenFile.removeLeftovers(in: [folder.path])
        #expect(try folder.names == [])
    }
}
