extension RunSummary {
    /// One file sent to one destination, or the news that there is none.
    package struct Delivery: Sendable, Hashable {
        package enum Status: String, Sendable, Hashable, CaseIterable {
            /// Not tried to its end yet.
            case pending
            case delivered
            case failed
        }

        /// Among those of its run, from 1.
        package var n: Int
        /// Its place in the report's `deliver`, from 1.
        package var item: Int
        /// As the report names it.
        package var to: String
        /// Nil where the destination is told that the run has failed.
        package var file: String?
        /// In bytes; together with `sha256` it tells whether the file is still the one that was made.
        package var size: Int
        /// In hexadecimal digits; empty where the file could not be read.
        package var sha256: String
        package var status = Status.pending
        package var attempts = 0
        /// Where it is now, as far as the destination says.
        package var location: String?
        /// Why it is not there.
        package var error: String?

        package init(n: Int, item: Int, to: String, file: String?, size: Int, sha256: String) {
            self.n = n
            self.item = item
            self.to = to
            self.file = file
            self.size = size
            self.sha256 = sha256
        }
    }
}

extension RunSummary.Delivery {
    /// What is sent, in words.
    package var content: String { file.map { "'\($0)'" } ?? "the news of the failure" }

    package var json: JSON {
        .members([
            "n": .integer(Int64(n)), "item": .integer(Int64(item)), "to": .string(to),
            "file": file.map(JSON.string) ?? .null,
            "size": .integer(Int64(size)), "sha256": .string(sha256), "status": .string(status.rawValue),
            "attempts": .integer(Int64(attempts)), "location": location.map(JSON.string) ?? .null,
            "error": error.map(JSON.string) ?? .null,
        ])
    }

    /// - Parameter json: as `json` gave it.
    /// - Returns: nil where it is none, or one of a version that did not number them.
    package init?(_ json: JSON) {
        guard case .integer(let n)? = json["n"], case .integer(let item)? = json["item"],
            case .string(let to)? = json["to"], let file = json["file"],
            case .integer(let size)? = json["size"], case .string(let sha256)? = json["sha256"],
            case .string(let word)? = json["status"], let status = Status(rawValue: word),
            case .integer(let attempts)? = json["attempts"]
        else { return nil }
        let path: String? = if case .string(let text) = file { text } else { nil }
        self.init(n: Int(n), item: Int(item), to: to, file: path, size: Int(size), sha256: sha256)
        self.status = status
        self.attempts = Int(attempts)
        if case .string(let text)? = json["location"] { location = text }
        if case .string(let text)? = json["error"] { error = text }
    }
}
