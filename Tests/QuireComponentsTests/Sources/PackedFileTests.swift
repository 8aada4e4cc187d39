import CZlib
import Glibc
import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("Packed files and standard input") struct PackedFileTests {
    let folder = TemporaryFolder()

    private func packed(_ text: String) throws -> [UInt8] {
        let path = folder.file("member.gz")
        let file = gzopen(path, "wb")
        gzwrite(file, text, UInt32(text.utf8.count))
        gzclose(file)
        return try bytes(of: path)
    }

    private func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    private func rows(of bytes: [UInt8], as name: String) async throws -> [String] {
        folder.write(bytes, to: name)
        return try await RowText(CSVSource(FileLocation(name, in: folder.path))).rows
    }

    private static let text = "a\n" + (0..<50_000).map { "row \($0)\n" }.joined()
    private static let expected = (0..<50_000).map { "row \($0)" }

    @Test("gzip is unpacked, whatever the file is called", arguments: ["a.csv.gz", "a.csv"])
    func named(_ name: String) async throws {
        #expect(try await rows(of: packed(Self.text), as: name) == Self.expected)
    }

    @Test("A file that is not packed, in spite of its name, is read as it is")
    func unpacked() async throws {
        #expect(try await rows(of: Array("a\n1\n".utf8), as: "a.csv.gz") == ["1"])
    }

    @Test("Several members are read one after the other; padding after them is passed over")
    func members() async throws {
        let members = try packed("a,b\n1,") + packed("") + packed("2\n3") + packed(",4\n")
        #expect(try await rows(of: members, as: "a.csv.gz") == ["1|2", "3|4"])
        #expect(try await rows(of: members + [0, 0, 0, 0, 7], as: "a.csv.gz") == ["1|2", "3|4"])
    }

    @Test("A file that ends anywhere too early is never read as if it were whole")
    func truncated() async throws {
        let whole = try packed("a,b\n1,2\n3,4\n")
        for count in 6..<whole.count {
            let message = await failure { try await rows(of: Array(whole[..<count]), as: "a.csv.gz") }
            #expect(
                message
                    == "a.csv.gz cannot be unpacked: it ends too early\n  hint: the file is damaged or not complete",
                "\(count) of \(whole.count)")
        }
        let large = try packed(Self.text)
        #expect(
            await failure { try await rows(of: Array(large.dropLast(20)), as: "a.csv.gz") }?
                .contains("it ends too early") == true)
    }

    @Test("A byte that is not as it was written is found")
    func damaged() async throws {
        var bytes = try packed(Self.text)
        bytes[bytes.count / 2] ^= 0x55
        #expect(
            await failure { try await rows(of: bytes, as: "a.csv.gz") }?.hasPrefix("a.csv.gz cannot be unpacked: ")
                == true)
    }

    @Test(
        "What is no text at all says what it is",
        arguments: [
            ([0x50, 0x4B, 3, 4, 20, 0, 0], "a workbook or another zip file"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "an old Excel workbook"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "packed with xz"),
            ([0x28, 0xB5, 0x2F, 0xFD, 0], "packed with zstd"),
            ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "packed with bzip2"),
        ] as [([UInt8], String)])
    func otherFiles(_ bytes: [UInt8], _ name: String) async {
        #expect(
            await failure { try await rows(of: bytes, as: "a.csv") }?.hasPrefix("a.csv is \(name), which is no text")
                == true)
    }

    @Test("Packed files with a mark and in another encoding, in a pattern")
    func pattern() async throws {
        folder.write(try packed("\u{FEFF}金,b\n1,2\n"), to: "d/a.csv.gz")
        folder.write([0xFF, 0xFE] + "b,金\n4,3\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "d/b.csv")
        let read = try await RowText(CSVSource(FileLocation("d/*.csv*", in: folder.path)))
        #expect(read.fields.map(\.name) == ["金", "b"])
        #expect(read.rows == ["1|2", "3|4"])
    }

    @Test("'-' is standard input, packed or not")
    func standardInput() async throws {
        for bytes in [Array("a,b\n1,2\n".utf8), try packed("a,b\n1,2\n")] {
            var ends: [Int32] = [0, 0]
            pipe(&ends)
            let before = dup(STDIN_FILENO)
            dup2(ends[0], STDIN_FILENO)
            defer {
                dup2(before, STDIN_FILENO)
                close(before)
                close(ends[0])
            }
            #expect(write(ends[1], bytes, bytes.count) == bytes.count)
            close(ends[1])
            let source = CSVSource(FileLocation("-", in: folder.path))
            #expect(try await RowText(source).rows == ["1|2"])
        }
    }
}
