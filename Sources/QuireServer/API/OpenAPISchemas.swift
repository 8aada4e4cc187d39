import QuireModel
import QuireRun

/// The shapes of what the API takes and gives.
enum OpenAPISchemas {
    static let runStatus = JSON.members([
        "type": "string", "enum": .array(RunSummary.Status.allCases.map { .string($0.rawValue) }),
    ])

    private static let text = JSON.members(["type": "string"])
    private static let textOrNull = JSON.members(["type": ["string", "null"]])
    private static let count = JSON.members(["type": "integer", "minimum": 0])
    private static let countOrNull = JSON.members(["type": ["integer", "null"], "minimum": 0])
    private static let seconds = JSON.members(["type": "number", "minimum": 0])
    private static let secondsOrNull = JSON.members(["type": ["number", "null"], "minimum": 0])
    private static let flag = JSON.members(["type": "boolean"])
    private static let anything = JSON.members([:])
    private static let texts = list(text)

    private static func list(_ item: JSON) -> JSON { .members(["type": "array", "items": item]) }

    /// An object that has all of these, and may come to have others.
    private static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .members([
            "type": "object", "required": .array(members.map { .string($0.key) }), "properties": .members(members),
        ])
    }

    private static func page(of name: String) -> JSON {
        object(["items": list(OpenAPI.schema(name)), "next_cursor": textOrNull])
    }

    static let all = JSON.members([
        "RunOrder": runOrder, "Preview": preview,
        "ReportItem": reportItem, "ReportList": page(of: "ReportItem"), "Report": report,
        "RunItem": runItem, "RunList": page(of: "RunItem"), "Run": run,
        "Schedule": schedule, "ScheduleList": page(of: "Schedule"), "Fire": fire, "FireList": page(of: "Fire"),
        "Service": service, "ServiceList": page(of: "Service"), "Problem": problem,
        "Event": event,
    ])

    private static let runOrder = JSON.members([
        "type": ["object", "null"], "additionalProperties": false,
        "properties": .members([
            "parameters": .members([
                "type": ["object", "null"], "description": "Values by name, a list for a list parameter.",
                "additionalProperties": .members([
                    "type": ["string", "number", "boolean", "array", "null"],
                    "items": .members(["type": ["string", "number", "boolean"]]),
                ]),
            ]),
            "format": .members(["type": ["string", "null"], "enum": ["xlsx", "csv", "ndjson", "html", .null]]),
            "limit": .members([
                "type": ["integer", "null"], "minimum": 1, "maximum": 9_007_199_254_740_991,
                "description": "Rows of each sheet at most.",
            ]),
            "columns": ids("The columns wanted, in this order."),
            "where": .members([
                "type": ["string", "null"], "minLength": 1,
                "description": "An expression; keeps the rows it is true of.",
            ]),
            "sort": ids("Columns to sort by, with `-` before those that go down."),
            "deliver": .members([
                "type": ["boolean", "null"], "description": "Send the file where the report's `deliver` says.",
            ]),
        ]),
    ])

    private static func ids(_ description: String) -> JSON {
        .members([
            "description": .string(description),
            "anyOf": [
                .members(["type": "array", "minItems": 1, "items": .members(["type": "string", "pattern": "^[^,]+$"])]),
                .members(["type": "string", "minLength": 1]), .members(["type": "null"]),
            ],
        ])
    }

    private static let preview = object([
        "columns": list(object(["id": text, "title": text])), "rows": list(list(anything)),
    ])

    private static let reportItem = object([
        "name": text, "title": text, "description": textOrNull, "next_run": textOrNull,
    ])

    private static let report = object([
        "name": text, "title": text, "description": textOrNull,
        "parameters": list(
            object([
                "name": text, "type": text, "required": flag, "default": anything,
                "choices": .members(["type": ["array", "null"]]), "label": textOrNull, "description": textOrNull,
            ])),
        "columns": list(object(["id": text, "title": text, "sheet": text])),
        "enrichments": list(object(["name": text, "lookup": text, "depends_on": texts])),
        "schedules": list(
            object([
                "id": text, "name": text, "cron": text, "timezone": text, "words": text, "enabled": flag,
                "next": texts,
            ])),
    ])

    private static let runItem = object([
        "run": text, "report": text, "schedule": textOrNull, "scheduled_at": textOrNull, "status": runStatus,
        "started_at": textOrNull, "finished_at": textOrNull, "seconds": seconds, "rows": count, "file": textOrNull,
        "problem_count": count, "resumable": flag, "deliveries": deliveries,
    ])

    private static let deliveries = list(
        object(["n": count, "to": text, "status": text, "attempts": count, "error": textOrNull]))

    private static let latency = object(["p50": secondsOrNull, "p95": secondsOrNull, "max": secondsOrNull])

    private static let run = object([
        "run": text, "report": text, "parameters": .members(["type": "object"]), "schedule": textOrNull,
        "scheduled_at": textOrNull, "status": runStatus, "file": textOrNull, "files": texts, "rows": count,
        "seconds": seconds, "started_at": textOrNull, "finished_at": textOrNull,
        "stages": object(["read": seconds, "enrich": seconds, "render": seconds]),
        "enrichments": .members([
            "type": "object",
            "additionalProperties": object([
                "keys": count, "found": count, "missing": count, "failed": count, "skipped": count, "cached": count,
                "calls": count, "retries": count, "latency": latency,
            ]),
        ]),
        "problems": list(
            object([
                "sheet": text, "row": countOrNull, "enrichment": text, "key": text, "attempts": count,
                "message": text,
            ])),
        "problem_count": count, "warnings": texts, "error": textOrNull, "resumable": flag,
        "deliveries": deliveries,
    ])

    private static let schedule = object([
        "id": text, "report": text, "name": text, "cron": text, "timezone": text, "words": text, "enabled": flag,
        "paused": flag, "next": texts, "last": .members(["type": ["object", "null"]]),
    ])

    private static let fire = object([
        "at": text, "utc": text, "status": .members(["type": "string", "enum": ["run", "missed", "skipped"]]),
        "reason": .members([
            "type": ["string", "null"], "enum": ["overlap", "window", "paused", "definition", .null],
        ]), "run": textOrNull,
    ])

    private static let service = object([
        "name": text, "title": textOrNull, "kind": text, "calls": count, "errors": count, "latency": latency,
        "limits": object([
            "max_concurrency": count, "rate": .members(["type": ["number", "null"]]), "in_use": count,
        ]),
        "breaker": .members(["type": "string", "enum": ["closed", "open", "half_open"]]),
        "history": list(
            object(["at": text, "calls": count, "errors": count, "p50": seconds, "p95": seconds])),
    ])

    /// One of a stream.
    private static let event = object([
        "id": text, "event": .members(["type": "string", "enum": ["progress", "status", "end"]]),
        "data": .members([
            "type": "string", "contentMediaType": "application/json",
            "description": "The run; of `progress` `{rows_read, rows_written, lookups, seconds_left}`.",
        ]),
    ])

    private static let problem = JSON.members([
        "type": "object", "required": ["type", "title", "status"],
        "properties": .members([
            "type": text, "title": text, "status": count, "detail": text,
            "errors": .members(["type": "object", "additionalProperties": text]),
        ]),
    ])
}
