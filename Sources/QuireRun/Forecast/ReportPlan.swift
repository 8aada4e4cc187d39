package import QuireModel

/// What a run would do, as far as that is known without asking any service.
package struct ReportPlan: Sendable {
    package struct Source: Sendable {
        package enum Origin: Sendable {
            case query(String, connection: String)
            case file(String)
            case list(String)
            case other(String)
        }

        package var origin: Origin
        /// Nil where only a service could say.
        package var rows: Int?
        /// The run may end before it has read them all.
        package var isAtMost = false
    }

    package struct Enrichment: Sendable {
        package var name: String
        /// False where the rows are not known: nothing is then known of its keys and calls either.
        package var isCounted = true
        /// More than one is a waterfall.
        package var lookups: [LookupReference]
        package var dependsOn: [String]
        package var keys: Int
        /// Some of its keys follow from answers: there are at most so many.
        package var keysFollowAnswers: Bool
        /// There are at most so many, for that reason or because rows may not be needed.
        package var keysAreAtMost: Bool
        /// Keys that need no call.
        package var cached: Int
        /// Of the first lookup.
        package var calls: Int
        /// Of each lookup after the first, at most.
        package var furtherCalls: [Int]
        /// Until the last answer; nil where nothing known keeps the run from having it at once.
        package var lasts: Duration?
        package var latency: Latency
        /// Of the first lookup's service.
        package var limits: ServiceLimits
    }

    /// How long an answer takes.
    package enum Latency: Sendable, Hashable {
        case unknown
        case assumed(Duration)
        case asInEarlierRuns(Duration)

        package var duration: Duration? {
            switch self {
            case .unknown: nil
            case .assumed(let duration), .asInEarlierRuns(let duration): duration
            }
        }
    }

    package var report: String
    package var title: String
    /// As shown: secret ones are not.
    package var parameters: [JSON.Member] = []
    package var source: Source
    /// In order of dependency.
    package var enrichments: [Enrichment] = []
    /// Until the last answer of all; nil as with an enrichment.
    package var lasts: Duration?
    package var warnings: [Diagnostic] = []
}

extension ReportPlan {
    package var json: JSON {
        .members([
            "report": .string(report), "parameters": .object(parameters), "source": source.json,
            "seconds": .seconds(lasts), "enrichments": .array(enrichments.map(\.json)),
            "warnings": .array(warnings.map { .string($0.message) }),
        ])
    }
}

extension ReportPlan.Source {
    fileprivate var json: JSON {
        let (kind, connection, query, file): (JSON, JSON, JSON, JSON) =
            switch origin {
            case .query(let query, let connection): ("sql", .string(connection), .string(query), .null)
            case .file(let path): ("file", .null, .null, .string(path))
            case .list: ("list", .null, .null, .null)
            case .other(let kind): (.string(kind), .null, .null, .null)
            }
        return .members([
            "kind": kind, "connection": connection, "query": query, "file": file,
            "rows": rows.map { .integer(Int64($0)) } ?? .null,
            "rows_at_most": .boolean(isAtMost),
        ])
    }
}

extension ReportPlan.Enrichment {
    fileprivate var json: JSON {
        .members([
            "name": .string(name), "lookup": .string(lookups.map(\.description).joined(separator: ", ")),
            "depends_on": .array(dependsOn.map(JSON.string)), "keys": counted(keys),
            "keys_at_most": .boolean(keysAreAtMost), "cached": counted(cached), "calls": counted(calls),
            "seconds": .seconds(lasts), "latency": .seconds(latency.duration),
        ])
    }

    private func counted(_ count: Int) -> JSON { isCounted ? .integer(Int64(count)) : .null }
}

extension JSON {
    fileprivate static func seconds(_ duration: Duration?) -> JSON { duration.map { .seconds($0.inSeconds) } ?? .null }
}
