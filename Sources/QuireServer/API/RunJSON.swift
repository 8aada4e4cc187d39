package import QuireModel
package import QuireRun

extension RunRecord {
    /// The names of the files that a server keeps of the run, the report itself first.
    package var fileNames: [String] {
        // Those of an earlier attempt are not shown while there is another.
        guard origin.isServed, status != .queued, status != .running, case .array(let paths)? = summary["files"] else {
            return []
        }
        return paths.compactMap { path in
            guard case .string(let path) = path else { return nil }
            return path.split(separator: "/").last.map(String.init)
        }
    }

    /// Whether the server can go on with it.
    package var isResumable: Bool {
        origin.isServed && instructions.secretParameters.isEmpty && (try? resumable()) != nil
    }

    /// The run whole: as `quire runs RUN --json` gives it, its files by the names by which they are downloaded.
    package var detail: JSON {
        guard case .object(let members) = summary else { return summary }
        let shown = members.map { member in
            switch member.name {
            case "file": JSON.Member("file", fileNames.first.map(JSON.string) ?? .null)
            case "files": JSON.Member("files", .array(fileNames.map(JSON.string)))
            case "deliveries": JSON.Member("deliveries", .array(deliveries))
            default: member
            }
        }
        return .object(shown + [JSON.Member("resumable", .boolean(isResumable))])
    }

    /// As `quire runs --json` lists it, and what else a server knows of it.
    package var line: JSON {
        guard case .object(let members) = listing else { return listing }
        return .object(
            members.map { $0.name == "file" ? JSON.Member("file", fileNames.first.map(JSON.string) ?? .null) : $0 } + [
                JSON.Member("scheduled_at", summary["scheduled_at"] ?? .null),
                JSON.Member("resumable", .boolean(isResumable)),
                JSON.Member("deliveries", .array(deliveries)),
            ])
    }

    /// Without paths of the server.
    private var deliveries: [JSON] {
        guard case .array(let items)? = summary["deliveries"] else { return [] }
        return items.enumerated().map { place, item in
            .members([
                "n": item["n"] ?? .integer(Int64(place + 1)), "to": item["to"] ?? .null,
                "status": item["status"] ?? .null, "attempts": item["attempts"] ?? .integer(1),
                "error": item["error"] ?? .null,
            ])
        }
    }
}
