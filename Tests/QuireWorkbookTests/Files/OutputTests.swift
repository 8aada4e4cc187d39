import Foundation
import Glibc
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("The file of a report", .serialized)
struct OutputTests {
    static let rows = (0..<2_000).map { [Value.integer(Int64($0)), .text("row \($0) of many")] }

    static func sample() -> Sample {
        var sample = Sample(columns: [column("Number"), column("Text")])
        sample.add(rows)
        return sample
    }

    static let names = ["out.xlsx", "out.csv", "out.ndjson", "out.html"]

    @Test("is not there under its name before it is whole", arguments: names)
    func appearsWhole(name: String) async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await sample.writer(to: folder.file(name))
        try await writer.write(sample.batches[0])
        #expect(try folder.names == [])
        let report = try await writer.finish(problems: [], problemCount: 0)
        #expect(report.files == [folder.file(name)])
        #expect(try folder.names == [name])
        await writer.discard()
        #expect(try folder.names == [name])
    }

    @Test("leaves the one before untouched, and nothing else behind, when it is discarded", arguments: names)
    func discard(name: String) async throws {
        let folder = TemporaryFolder()
        folder.write("before", to: name)
        let sample = Self.sample()
        let writer = try await sample.writer(to: folder.file(name))
        for _ in 0..<10 { try await writer.write(sample.batches[0]) }
        await writer.discard()
        #expect(try folder.names == [name])
        #expect(try String(contentsOfFile: folder.file(name), encoding: .utf8) == "before")
        await #expect(throws: CancellationError.self) { try await writer.write(sample.batches[0]) }
        await #expect(throws: CancellationError.self) { _ = try await writer.finish(problems: [], problemCount: 0) }
    }

    @Test("is either published or discarded")
    func publishAfterDiscard() throws {
        let folder = TemporaryFolder()
        let discarded = try OutputFile(path: folder.file("discarded"), temporaryFolder: nil)
        discarded.discard()
        #expect(throws: CancellationError.self) { try discarded.publish() }
        #expect(try folder.names == [])
        let published = try OutputFile(path: folder.file("published"), temporaryFolder: nil)
        try published.publish()
        published.discard()
        #expect(try folder.names == ["published"])
    }

    @Test("is whole or not there when it is discarded while it is put together")
    func discardAtTheEnd() async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await XLSXWriter(path: folder.file("out.xlsx"), layout: sample.layout)
        for _ in 0..<20 { try await writer.write(sample.batches[0]) }
        async let finished = writer.finish(problems: [], problemCount: 0)
        await writer.discard()
        let report = try? await finished
        #expect(try folder.names == (report == nil ? [] : ["out.xlsx"]))
    }

    @Test("ends with its task when that is cancelled", arguments: names)
    func cancelled(name: String) async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let path = folder.file(name)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    let writer = try await sample.writer(to: path)
                    do {
                        while true { try await writer.write(sample.batches[0]) }
                    } catch {
                        #expect(error is CancellationError)
                        await writer.discard()
                    }
                } catch {
                    // It may have come to it before the sheet was begun.
                    #expect(error is CancellationError)
                }
            }
            while !Self.isOpenFile(in: folder) { await Task.yield() }
            group.cancelAll()
        }
        #expect(try folder.names == [])
    }

    private static func isOpenFile(in folder: TemporaryFolder) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.contains { name in
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            return path?.hasPrefix(folder.path + "/") ?? false
        }
    }

    @Test("may be made in another folder, on another file system too", arguments: names, ["/dev/shm", "/tmp"])
    func temporaryFolder(name: String, root: String) async throws {
        let work = root + "/quire-work-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: work) }
        let folder = TemporaryFolder()
        var sample = Self.sample()
        sample.options.temporaryFolder = work
        sample.csv.temporaryFolder = work
        let plain = TemporaryFolder()
        sample.options.created = LocalDateTime(microseconds: 1_700_000_000_000_000)
        try await sample.write(to: folder.file(name))
        #expect(try folder.names == [name])
        #expect(try FileManager.default.contentsOfDirectory(atPath: work) == [])
        sample.options.temporaryFolder = nil
        sample.csv.temporaryFolder = nil
        try await sample.write(to: plain.file(name))
        #expect(FileManager.default.contentsEqual(atPath: folder.file(name), andPath: plain.file(name)))
    }

    @Test("that cannot be made is an error before any row", arguments: names)
    func impossible(name: String) async throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("folder." + name), withIntermediateDirectories: false)
        folder.write("text", to: "file")
        let cases = [
            (folder.file("missing/" + name), "there is no folder '\(folder.path)/missing' to write to"),
            (folder.file("file/" + name), "'\(folder.path)/file' is not a folder"),
            (folder.file("folder." + name), "'\(folder.path)/folder.\(name)' is a folder, not a file"),
            ("/dev/null", "'/dev/null' is not a regular file"),
        ]
        for (path, message) in cases {
            let failure = await #expect(throws: RunFailure.self) {
                _ = try await Self.sample().writer(to: path)
            }
            #expect(failure?.message == message)
        }
    }

    @Test("says which folder cannot be written to, and why")
    func failures() {
        func message(_ code: Int32, needed: Int? = nil) -> String {
            OutputFile.failure(code, making: "/srv/out.xlsx", in: "/srv", needed: needed).message
        }
        #expect(message(EACCES) == "the folder '/srv' cannot be written to: Permission denied")
        #expect(message(EROFS) == "the folder '/srv' cannot be written to: Read-only file system")
        #expect(
            message(ENOSPC, needed: 3 << 20)
                == "the disk is full: '/srv/out.xlsx' could not be made in the folder '/srv', where it needed at least 3.0 MiB"
        )
        #expect(message(EIO) == "'/srv/out.xlsx' could not be made in the folder '/srv': Input/output error")
    }

    @Test("has the rights that a new file has")
    func rights() async throws {
        let folder = TemporaryFolder()
        try await Self.sample().write(to: folder.file("out.xlsx"))
        folder.write("", to: "other")
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
        }
        #expect(try mode("out.xlsx") == mode("other"))
    }

    @Test("is the same byte for byte where its rows and 'created' are")
    func deterministic() async throws {
        let folder = TemporaryFolder()
        var sample = Self.sample()
        sample.options.title = "Contracts"
        sample.options.author = "Finance"
        sample.options.created = LocalDateTime.parse("2026-01-31T12:30:00")?.moment
        try await sample.write(to: folder.file("a.xlsx"))
        try await sample.write(to: folder.file("b.xlsx"))
        #expect(FileManager.default.contentsEqual(atPath: folder.file("a.xlsx"), andPath: folder.file("b.xlsx")))
        let book = try Spreadsheet.read(folder.file("a.xlsx"))
        #expect(book.title == "Contracts")
        #expect(book.author == "Finance")
        #expect(book.created == "2026-01-31 12:30:00")
    }
}
