/// Where the contracts come from.
enum ContractSource: Sendable, Equatable {
    /// A database in a file.
    case sqlite
    /// A database of the benchmark's own server, at a URL.
    case postgres(url: String)
}
