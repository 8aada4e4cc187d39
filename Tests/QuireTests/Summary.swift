import Foundation
import QuireTesting
import Testing

/// What `--summary json` says of a run.
struct Summary: Decodable, Sendable {
    struct Enrichment: Decodable, Sendable {
        var keys: Int
        var found: Int
        var missing: Int
        var failed: Int
        var skipped: Int
        var cached: Int
        var calls: Int
        var retries: Int
    }

    struct Problem: Decodable, Sendable, Hashable {
        var sheet: String
        var row: Int?
        var enrichment: String
        var key: String
        var attempts: Int
        var message: String
    }

    var run: String
    var status: String
    var file: String?
    var rows: Int
    var seconds: Double
    var enrichments: [String: Enrichment]
    var problems: [Problem]
    var problemCount: Int
    var warnings: [String]

    init(_ text: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Summary.self, from: Data(text.utf8))
    }
}

extension Spreadsheet.Cell {
    /// A number's shortest text, a text as it is, nil for a blank cell.
    var shown: String? { number.map { "\($0)" } ?? text }
}

extension Spreadsheet {
    /// What a column of the first sheet shows below its header.
    func column(_ title: String, ofSheet sheet: Int = 0) throws -> [String?] {
        let rows = sheets[sheet].rows
        let place = try #require(rows[0].firstIndex { $0.text == title }, "no column \(title)")
        return rows.dropFirst().map { $0[place].shown }
    }
}
