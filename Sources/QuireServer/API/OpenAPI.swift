import HTTPTypes
import QuireModel

/// The description of the API, `GET /api/v1/openapi.json`.
enum OpenAPI {
    /// - Parameter isSecure: whether it is asked for through TLS, behind which the session's cookie has another name.
    static func document(isSecure: Bool) -> JSON {
        .members([
            "openapi": "3.1.0",
            "info": .members([
                "title": "Quire", "version": "1",
                "description":
                    "Reports, their runs, schedules and services. Times are ISO 8601 with offset, durations seconds.",
            ]),
            "servers": [.members(["url": "/"])],
            "security": [.members(["token": .array([])]), .members(["session": .array([])])],
            "paths": paths,
            "components": .members([
                "securitySchemes": .members([
                    "token": .members(["type": "http", "scheme": "bearer"]),
                    "session": .members([
                        "type": "apiKey", "in": "cookie",
                        "name": .string(SessionCookie.name(isSecure: isSecure)),
                        "description": .string("Writes need the session's `\(csrfHeader)` too."),
                    ]),
                ]),
                "parameters": parameters, "responses": responses, "schemas": OpenAPISchemas.all,
            ]),
        ])
    }

    private static let csrfHeader = HTTPField.Name.csrfToken.rawName

    private static func reference(_ kind: String, _ name: String) -> JSON {
        .members(["$ref": .string("#/components/\(kind)/\(name)")])
    }

    static func schema(_ name: String) -> JSON { reference("schemas", name) }

    private static func parameter(_ name: String) -> JSON { reference("parameters", name) }

    private static func content(_ schema: JSON, as type: String = "application/json") -> JSON {
        .object([JSON.Member(type, .members(["schema": schema]))])
    }

    /// One operation.
    ///
    /// - Parameters:
    ///   - other: a second status with which it gives the same.
    ///   - refusals: statuses of problems that it has beside those that every operation has.
    private static func operation(
        _ id: String, _ summary: String, _ parameters: [String] = [], body: String? = nil, status: Int = 200,
        alsoStatus other: Int? = nil, gives success: JSON, refusals: [Int] = []
    ) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("operationId", .string(id)), JSON.Member("summary", .string(summary)),
        ]
        if !parameters.isEmpty { members.append(JSON.Member("parameters", .array(parameters.map(parameter)))) }
        if let body {
            members.append(
                JSON.Member("requestBody", .members(["required": false, "content": content(schema(body))])))
        }
        let statuses = [status] + (other.map { [$0] } ?? [])
        var answers = statuses.map { JSON.Member(String($0), success) }
        let writes = body == nil ? [] : [413, 415]
        for code in Set([400, 401, 403, 404, 408, 413, 421, 431, 500, 503] + writes + refusals).sorted() {
            answers.append(JSON.Member(String(code), reference("responses", "problem")))
        }
        members.append(JSON.Member("responses", .object(answers)))
        return .object(members)
    }

    /// An operation that changes something.
    private static func write(
        _ id: String, _ summary: String, _ parameters: [String], body: String? = nil, status: Int = 200,
        gives success: JSON, refusals: [Int] = []
    ) -> JSON {
        operation(
            id, summary, parameters + ["csrfToken"], body: body, status: status, gives: success, refusals: refusals)
    }

    private static func answer(_ name: String, _ description: String, headers: JSON? = nil) -> JSON {
        var members = [
            JSON.Member("description", .string(description)), JSON.Member("content", content(schema(name))),
        ]
        if let headers { members.append(JSON.Member("headers", headers)) }
        return .object(members)
    }

    private static let location = JSON.members([
        "Location": .members([
            "description": "Where the run is.", "required": true, "schema": .members(["type": "string"]),
        ])
    ])

    private static let paths = JSON.members([
        "/api/v1/openapi.json": .members([
            "get": operation(
                "describe", "This description.",
                gives: .members([
                    "description": "OpenAPI 3.1.", "content": content(.members(["type": "object"])),
                ]))
        ]),
        "/api/v1/reports": .members([
            "get": operation(
                "listReports", "The reports that you may see.", ["limit", "cursor"],
                gives: answer("ReportList", "Reports by name."), refusals: [422])
        ]),
        "/api/v1/reports/{report}": .members([
            "get": operation(
                "showReport", "A report with its parameters, columns, enrichments and schedules.", ["report"],
                gives: answer("Report", "The report."))
        ]),
        "/api/v1/reports/{report}/runs": .members([
            "post": write(
                "startRun", "Run a report.", ["report", "idempotencyKey"], body: "RunOrder", status: 202,
                gives: answer("Run", "The run, which waits for its turn.", headers: location), refusals: [422])
        ]),
        "/api/v1/reports/{report}/preview": .members([
            "post": write(
                "preview", "The first 20 rows of a report's first sheet, enriched.", ["report"], body: "RunOrder",
                gives: answer("Preview", "The rows."), refusals: [422])
        ]),
        "/api/v1/runs": .members([
            "get": operation(
                "listRuns", "Runs, the latest first.", ["reportFilter", "status", "limit", "cursor"],
                gives: answer("RunList", "Runs."), refusals: [422])
        ]),
        "/api/v1/runs/{run}": .members([
            "get": operation("showRun", "A run whole.", ["run"], gives: answer("Run", "The run."))
        ]),
        "/api/v1/runs/{run}/events": .members([
            "get": operation(
                "watchRun",
                "What happens to a run, as it happens: events `progress`, `status` and, as the last, `end`.",
                ["run", "lastEventID"],
                gives: .members([
                    "description": "Events; the stream ends with the run.",
                    "content": content(schema("Event"), as: "text/event-stream"),
                ]))
        ]),
        "/api/v1/runs/{run}/files/{file}": .members([
            "get": operation(
                "download", "A file of a run, whole or a part of it.", ["run", "file", "range", "ifRange"],
                alsoStatus: 206,
                gives: .members([
                    "description": "The file.", "content": .members(["*/*": .members(["schema": .members([:])])]),
                ]), refusals: [410, 416])
        ]),
        "/api/v1/runs/{run}/cancel": .members([
            "post": write(
                "cancelRun", "Cancel a run that waits or is under way.", ["run"], status: 202,
                gives: answer("Run", "The run."), refusals: [409])
        ]),
        "/api/v1/runs/{run}/resume": .members([
            "post": write(
                "resumeRun", "Go on with a run where it stopped.", ["run"], status: 202,
                gives: answer("Run", "The run, which waits for its turn.", headers: location), refusals: [409])
        ]),
        "/api/v1/runs/{run}/deliveries/{n}/retry": .members([
            "post": write(
                "retryDelivery", "Send a file of a run again.", ["run", "n"],
                gives: answer("Run", "The run."), refusals: [409, 410])
        ]),
        "/api/v1/schedules": .members([
            "get": operation(
                "listSchedules", "The schedules of the reports that you may see.", ["limit", "cursor"],
                gives: answer("ScheduleList", "Schedules by id."), refusals: [422])
        ]),
        "/api/v1/schedules/{schedule}/fires": .members([
            "get": operation(
                "listFires", "When a schedule was due and what came of it, the latest first.",
                ["schedule", "limit", "cursor"], gives: answer("FireList", "Fires."), refusals: [422])
        ]),
        "/api/v1/schedules/{schedule}/pause": .members([
            "post": write(
                "pauseSchedule", "Stop a schedule until it is resumed.", ["schedule"],
                gives: answer("Schedule", "The schedule."))
        ]),
        "/api/v1/schedules/{schedule}/resume": .members([
            "post": write(
                "resumeSchedule", "Have a schedule that was paused fire again.", ["schedule"],
                gives: answer("Schedule", "The schedule."))
        ]),
        "/api/v1/schedules/{schedule}/run": .members([
            "post": write(
                "fireSchedule", "Run a schedule's report now, as a fire of it would.", ["schedule"], status: 202,
                gives: answer("Run", "The run, which waits for its turn.", headers: location), refusals: [409])
        ]),
        "/api/v1/services": .members([
            "get": operation(
                "listServices", "The services and how they fared over the last day.", ["limit", "cursor"],
                gives: answer("ServiceList", "Services by name."), refusals: [422])
        ]),
    ])

    private static func input(_ name: String, in place: String, _ description: String, _ schema: JSON) -> JSON {
        .members([
            "name": .string(name), "in": .string(place), "required": .boolean(place == "path"),
            "description": .string(description), "schema": schema,
        ])
    }

    /// Left empty is as if not given.
    private static func orEmpty(_ schema: JSON) -> JSON {
        .members(["anyOf": [schema, .members(["type": "string", "maxLength": 0])]])
    }

    private static let text = JSON.members(["type": "string", "minLength": 1])

    private static let parameters = JSON.members([
        "report": input("report", in: "path", "A report's name, `/` written as `%2F`.", text),
        "run": input("run", in: "path", "A run's name.", text),
        "file": input("file", in: "path", "A file's name, one of the run's `files`.", text),
        "schedule": input("schedule", in: "path", "A schedule's id, `/` written as `%2F`.", text),
        "n": input("n", in: "path", "The delivery's number, from 1.", .members(["type": "integer", "minimum": 1])),
        "limit": input(
            "limit", in: "query", "Items at most.",
            orEmpty(
                .members([
                    "type": "integer", "minimum": 1, "maximum": .integer(Int64(ListPage.most)),
                    "default": .integer(Int64(ListPage.standard)),
                ]))),
        "cursor": input("cursor", in: "query", "`next_cursor` of the part before.", .members(["type": "string"])),
        "reportFilter": input("report", in: "query", "Only the runs of this report.", .members(["type": "string"])),
        "status": input("status", in: "query", "Only runs that are so.", orEmpty(OpenAPISchemas.runStatus)),
        "csrfToken": input(
            csrfHeader, in: "header",
            "Needed with the session's cookie, not with a token: what the field `\(ForgeryCheck.formField)` of the pages' forms holds.",
            .members(["type": "string"])),
        "idempotencyKey": input(
            "Idempotency-Key", in: "header", "The same key with the same request gives the same run, for 24 hours.",
            .members(["type": "string", "minLength": 1, "maxLength": 255])),
        "lastEventID": input(
            "Last-Event-ID", in: "header", "The last event that came.", .members(["type": "string"])),
        "range": input("Range", in: "header", "A part of the file, `bytes=0-99`.", .members(["type": "string"])),
        "ifRange": input(
            "If-Range", in: "header", "The `ETag` of the file that the part is of; of another the whole is sent.",
            .members(["type": "string"])),
    ])

    private static let responses = JSON.members([
        "problem": .members([
            "description": "What was wrong.", "content": content(schema("Problem"), as: "application/problem+json"),
        ])
    ])
}
