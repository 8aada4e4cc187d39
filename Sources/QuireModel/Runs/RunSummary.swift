/// How a run ended, and what it came to.
package struct RunSummary: Sendable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// It waits for a server to begin it.
        case queued
        /// It has not ended yet.
        case running
        case succeeded
        /// The file is there; some cells stand for failed lookups.
        case partial
        case failed
        case cancelled
    }

    package var run: String
    package var report: String
    /// As shown: secret ones are not.
    package var parameters: [JSON.Member] = []
    package var status = Status.failed
    /// The name of the schedule, among its report's, that the run is a fire of.
    package var schedule: String?
    /// When the fire was due: ISO 8601 with offset.
    package var scheduledAt: String?
    /// The files made, the report itself first; none where a run failed or a report without rows gives none.
    package var files: [String] = []
    /// The one of `files` that lists the problems, where they have a file of their own.
    package var problemFile: String? { files.dropFirst().last { $0.hasSuffix(".problems.csv") } }
    package var rows = 0
    package var cells = 0
    package var seconds = 0.0
    package var stages = StageTimes()
    package var enrichments: [EnrichmentCounts] = []
    /// The first of them.
    package var problems: [Problem] = []
    package var problemCount = 0
    package var warnings: [String] = []
    /// What became of each file that was to be sent somewhere.
    package var deliveries: [Delivery] = []
    /// Why it failed.
    package var error: String?
    /// ISO 8601 with offset; empty while it waits.
    package var startedAt = ""
    /// Nil while it is under way.
    package var finishedAt: String?

    package init(run: String, report: String) {
        self.run = run
        self.report = report
    }
}

extension RunSummary {
    /// The most problems that are shown.
    package static let shownProblems = 100

    package var json: JSON {
        .members([
            "run": .string(run), "report": .string(report), "parameters": .object(parameters),
            "status": .string(status.rawValue), "file": files.first.map(JSON.string) ?? .null,
            "files": .array(files.map(JSON.string)), "rows": .integer(Int64(rows)), "cells": .integer(Int64(cells)),
            "seconds": .seconds(seconds), "started_at": startedAt.isEmpty ? .null : .string(startedAt),
            "finished_at": finishedAt.map(JSON.string) ?? .null,
            "stages": .members([
                "read": .seconds(stages.read.inSeconds), "enrich": .seconds(stages.enrich.inSeconds),
                "render": .seconds(stages.render.inSeconds),
            ]),
            "enrichments": .object(enrichments.map { JSON.Member($0.name, $0.json) }),
            "problems": .array(problems.prefix(Self.shownProblems).map(\.json)),
            "problem_count": .integer(Int64(problemCount)), "warnings": .array(warnings.map(JSON.string)),
            "schedule": schedule.map(JSON.string) ?? .null, "scheduled_at": scheduledAt.map(JSON.string) ?? .null,
            "deliveries": .array(deliveries.map(\.json)), "error": error.map(JSON.string) ?? .null,
        ])
    }
}

extension EnrichmentCounts {
    fileprivate var json: JSON {
        .members([
            "keys": .integer(Int64(keys)), "found": .integer(Int64(found)), "missing": .integer(Int64(missing)),
            "failed": .integer(Int64(failed)), "skipped": .integer(Int64(skipped)),
            "cached": .integer(Int64(cached)), "calls": .integer(Int64(calls)), "retries": .integer(Int64(retries)),
            "latency": .members([
                "p50": .seconds(latency.p50.inSeconds), "p95": .seconds(latency.p95.inSeconds),
                "max": .seconds(latency.max.inSeconds),
            ]),
        ])
    }
}

extension Problem {
    fileprivate var json: JSON {
        .members([
            "sheet": .string(sheet), "row": row > 0 ? .integer(Int64(row)) : .null,
            "enrichment": .string(enrichment), "key": .string(key), "attempts": .integer(Int64(attempts)),
            "message": .string(message),
        ])
    }
}

extension JSON {
    /// A length of time in seconds, to the millisecond.
    package static func seconds(_ seconds: Double) -> JSON { .number((seconds * 1000).rounded() / 1000) }
}
