import Foundation
import Glibc
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A full disk")
struct FullDiskTests {
    /// From now on all that is written to an open file of the folder meets a full disk, as `/dev/full` has it.
    ///
    /// - Parameter isOutput: the unfinished file, which has no name of its own, or that of a sheet's rows.
    static func fill(_ folder: TemporaryFolder, isOutput: Bool) throws {
        let full = open("/dev/full", O_RDWR | O_CLOEXEC)
        defer { close(full) }
        var found = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            guard let descriptor = Int32(name),
                let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
                path.hasPrefix(folder.path + "/"), path.hasPrefix(folder.path + "/#") == isOutput
            else { continue }
            dup2(full, descriptor)
            found += 1
        }
        #expect(found == 1)
    }

    static func sample() -> Sample { OutputTests.sample() }

    @Test("ends the run while rows are written, with the folder and what was needed")
    func rows() async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await XLSXWriter(path: folder.file("out.xlsx"), layout: sample.layout)
        // The first row opens the file that the rows go to.
        try await writer.write(RenderBatch(columnCount: 2, rowCount: 1, values: [.integer(1), .text("a")]))
        try await writer.write(RenderBatch(columnCount: 2, rowCount: 0, values: []))
        while try Self.openFiles(in: folder) < 2 { await Task.yield() }
        try Self.fill(folder, isOutput: false)
        let failure = await #expect(throws: RunFailure.self) {
            for _ in 0..<1_000 { try await writer.write(sample.batches[0]) }
        }
        #expect(
            failure?.message.hasPrefix(
                "the disk is full: '\(folder.path)/out.xlsx' could not be made in the folder '\(folder.path)', where it needed at least "
            ) == true)
        await writer.discard()
        #expect(try folder.names == [])
    }

    @Test("ends the run while the workbook is put together")
    func assembly() async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await XLSXWriter(path: folder.file("out.xlsx"), layout: sample.layout)
        try await writer.write(sample.batches[0])
        try Self.fill(folder, isOutput: true)
        let failure = await #expect(throws: RunFailure.self) {
            _ = try await writer.finish(problems: [], problemCount: 0)
        }
        #expect(failure?.message.hasPrefix("the disk is full: ") == true)
        await writer.discard()
        #expect(try folder.names == [])
    }

    @Test("is seen before the workbook is put together where there is no room for that")
    func noRoom() async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await XLSXWriter(path: folder.file("out.xlsx"), layout: sample.layout) { _ in 100_000 }
        try await writer.write(sample.batches[0])
        let failure = await #expect(throws: RunFailure.self) {
            _ = try await writer.finish(problems: [], problemCount: 0)
        }
        #expect(failure?.message.contains("where it needed at least ") == true)
        await writer.discard()
        #expect(try folder.names == [])
    }

    @Test("ends a run to text", arguments: ["out.csv", "out.ndjson"])
    func text(name: String) async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample()
        let writer = try await sample.writer(to: folder.file(name))
        try Self.fill(folder, isOutput: true)
        let failure = await #expect(throws: RunFailure.self) {
            for _ in 0..<1_000 { try await writer.write(sample.batches[0]) }
        }
        #expect(failure?.message.contains("in the folder '\(folder.path)', where it needed at least ") == true)
        await writer.discard()
        #expect(try folder.names == [])
    }

    @Test("ends a run to a page, whose rows wait elsewhere")
    func page() async throws {
        let folder = TemporaryFolder()
        let scratch = TemporaryFolder()
        let sample = Self.sample()
        let writer = try HTMLWriter(path: folder.file("out.html"), scratchFolder: scratch.path)
        _ = await writer.begin(sample.layout, at: SheetPlace(sheet: 0))
        try Self.fill(scratch, isOutput: true)
        let failure = await #expect(throws: RunFailure.self) {
            for _ in 0..<1_000 { try await writer.write(sample.batches[0]) }
        }
        #expect(failure?.message.contains("in the folder '\(scratch.path)', where it needed at least ") == true)
        await writer.discard()
        #expect(try folder.names + scratch.names == [])
    }

    private static func openFiles(in folder: TemporaryFolder) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            return path?.hasPrefix(folder.path + "/") ?? false
        }
    }
}
