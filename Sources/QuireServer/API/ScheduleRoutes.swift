import Hummingbird
import QuireAccess
import QuireModel
import QuireScheduler

/// Schedules and services in the API.
struct ScheduleRoutes: Sendable {
    let schedules: ScheduleService
    let services: ServiceReports

    func add(to router: Router<ServerContext>) {
        let api = router.group("api/v1")
        api.get("schedules", use: list)
        api.get("schedules/:schedule/fires", use: fires)
        api.post("schedules/:schedule/pause", use: pause)
        api.post("schedules/:schedule/resume", use: resume)
        api.post("schedules/:schedule/run", use: run)
        api.get("services", use: listServices)
    }

    @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        let page = try ListPage(try request.query())
        let found = try await schedules.list(for: try context.requiring(.seeSchedules))
        return APIRoutes.json(page.part(of: found.map { ($0.id, $0.json()) }))
    }

    @Sendable private func fires(_ request: Request, _ context: ServerContext) async throws -> Response {
        let page = try ListPage(try request.query())
        let principal = try context.requiring(.seeSchedules)
        let id = try context.pathPart("schedule")
        let zone = try await schedules.schedule(id, for: principal).zone
        let before = page.cursor.flatMap { Int64($0) }.map(LocalDateTime.init(microseconds:))
        if page.cursor != nil, before == nil {
            throw Problem.invalidParameters(["cursor": "it is not one that a list has given"])
        }
        let found = try await schedules.fires(of: id, before: before, limit: page.limit + 1, for: principal)
        return APIRoutes.json(page.json(found.map { (String($0.at.microseconds), $0.json(in: zone)) }))
    }

    @Sendable private func pause(_ request: Request, _ context: ServerContext) async throws -> Response {
        let principal = try context.requiring(.pauseSchedule)
        let id = try context.pathPart("schedule")
        return APIRoutes.json(try await schedules.pause(id, for: principal, by: context.author).json())
    }

    @Sendable private func resume(_ request: Request, _ context: ServerContext) async throws -> Response {
        let principal = try context.requiring(.resumeSchedule)
        let id = try context.pathPart("schedule")
        return APIRoutes.json(try await schedules.resume(id, for: principal, by: context.author).json())
    }

    @Sendable private func run(_ request: Request, _ context: ServerContext) async throws -> Response {
        let principal = try context.requiring(.fireSchedule)
        let run = try await schedules.run(try context.pathPart("schedule"), for: principal, by: context.author)
        let record = try await schedules.runs.record(run, for: principal)
        return APIRoutes.json(record.detail, status: .accepted, headers: [.location: "\(APIRoutes.root)/runs/\(run)"])
    }

    @Sendable private func listServices(_ request: Request, _ context: ServerContext) async throws -> Response {
        let page = try ListPage(try request.query())
        _ = try context.requiring(.seeServices)
        return APIRoutes.json(page.part(of: try await services.list()))
    }
}
