import Glibc
package import QuireModel
package import QuirePlugin

/// A folder that files are put into, each whole or not at all.
package struct FileDestination: DestinationBlueprint {
    package static let component = Component<any DestinationBlueprint>(
        "file", summary: "A folder. The file appears there whole, in the place of one of its name.",
        fields: [AnyField(directory)], example: "{ directory: /srv/exports }"
    ) { values, _ in FileDestination(values) }

    static let directory = Field<String>.required(
        "directory",
        "The folder, relative to the project; `{region}` in it stands for a parameter, `{report}`, `{today}`, `{now}` and `{run}` for what they say."
    )

    private let directory: String
    package let templates: [ExpressionText]

    init(_ values: FieldValues) {
        directory = values[Self.directory]
        let node = values.node[Self.directory.name]
        templates = node.flatMap { $0.isUnresolved ? nil : ExpressionText($0) }.map { [$0] } ?? []
    }

    package func deliver(_ file: DeliveredFile, _ context: DestinationContext) async throws -> String? {
        let folder = file.fill(directory)
        guard !folder.utf8.contains(0) else {
            throw RunFailure("the folder that '\(directory)' names holds a NUL character")
        }
        guard FixedFolder.holds(folder, of: directory) else {
            throw RunFailure(
                "the folder '\(folder)' is outside the one that '\(directory)' names",
                hint: "a parameter cannot lead out of it")
        }
        // What a parameter begins with leads nowhere else.
        let root = directory.hasPrefix("/") ? "" : context.folder + "/"
        let trimmed = String((root + folder).reversed().drop { $0 == "/" }.reversed())
        let path = trimmed + "/" + file.name
        try await FileCopying().copy(file.path, to: path)
        return path
    }
}

/// Copies a file on a thread of its own.
private actor FileCopying {
    private static let pieceSize = 1 << 20

    private let thread = DedicatedThread(name: "delivery")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func copy(_ file: String, to path: String) throws {
        let source = open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw Self.unreadable(file) }
        defer { close(source) }
        let target = try OutputFile(path: path, temporaryFolder: nil, whenFull: "make room there")
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            try Task.checkCancellation()
            let count = read(source, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(file) }
            if count == 0 { break }
            try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try target.publish()
    }

    private static func unreadable(_ file: String) -> RunFailure {
        RunFailure("'\(file)' cannot be read: \(String(cString: strerror(errno)))")
    }
}
