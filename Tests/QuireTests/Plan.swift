import Foundation

/// What `plan --json` says.
struct Plan: Decodable, Sendable {
    struct Source: Decodable, Sendable {
        var kind: String
        var query: String?
        var rows: Int?
        var rowsAtMost: Bool
    }

    struct Enrichment: Decodable, Sendable {
        var name: String
        var lookup: String
        var dependsOn: [String]
        var keys: Int?
        var keysAtMost: Bool
        var calls: Int?
        var seconds: Double?
        var latency: Double?
    }

    var report: String
    var source: Source
    var seconds: Double?
    var enrichments: [Enrichment]
    var warnings: [String]

    init(_ text: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Plan.self, from: Data(text.utf8))
    }
}
