import HTTPTypes
import Hummingbird
import NIOCore
import QuireAccess
import QuireModel
import QuirePages
import QuireRun

/// Everything that the server answers.
struct Routes: Sendable {
    let access: ServerAccess
    let runs: RunService
    let schedules: ScheduleService
    let services: ServiceReports
    let queue: RunQueue

    var router: Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        let pages = PageRoutes(runs: runs, schedules: schedules, services: services)
        let definitions = runs.definitions
        access.guardRoutes(
            of: router, redactor: { definitions.redactor },
            errorPage: { problem, request, context in
                let frame = await pages.frame(request, context)
                let page = ErrorPage(problem).html(in: frame, isBare: context.principal == nil)
                return PageRoutes.page(page, status: problem.status)
            })
        LoginRoutes(access.logins) { form, request, context in
            let page = SignInPage(next: form.next, name: form.name, failure: form.refusal.map { .init($0) })
            return PageRoutes.page(page.html(in: await pages.frame(request, context)))
        }.add(to: router)
        addHealth(to: router)
        APIRoutes(runs: runs, schedules: schedules, idempotency: Idempotency(runs.state)).add(to: router)
        ScheduleRoutes(schedules: schedules, services: services).add(to: router)
        pages.add(to: router)
        Self.refuseOtherMethods(router)
        return router
    }

    /// Has every path say which methods it takes when it is asked by another.
    static func refuseOtherMethods(_ router: Router<ServerContext>) {
        for routes in Dictionary(grouping: router.routes, by: \.path.description).values {
            var allowed = Set(routes.map(\.method))
            // The router answers it by itself.
            if allowed.contains(.get) { allowed.insert(.head) }
            let problem = Problem.methodNotAllowed(allowed.sorted { $0.rawValue < $1.rawValue })
            for method in methods where !allowed.contains(method) {
                router.on(routes[0].path, method: method) { _, _ -> Response in throw problem }
            }
        }
    }

    /// Those that are registered and have a path.
    private static let methods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .delete, .options, .trace, .patch, HTTPRequest.Method("QUERY")!,
    ]

    private func addHealth(to router: Router<ServerContext>) {
        router.get("health/live") { _, _ in "live\n" }
        // Ready means that the state can be used, and that what is asked for will be done.
        router.get("health/ready") { _, _ in
            guard await !queue.isStopping else { throw Problem.unavailable }
            _ = try await RunRecords(runs.state).counts()
            return "ready\n"
        }
        router.get("metrics") { _, _ in
            let metrics = Metrics(
                counts: try await RunRecords(runs.state).counts(), underWay: await queue.current.count,
                failedDeliveries: await queue.failedDeliveries,
                definitions: await runs.definitions.current, services: services.monitor.totals,
                latest: services.monitor.latest)
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
        }
    }
}

extension SignInPage.Failure {
    init(_ refusal: LoginForm.Refusal) {
        self =
            switch refusal {
            case .wrongNameOrPassword: .wrongNameOrPassword
            case .tooMany(let seconds): .tooManyAttempts(retryAfterSeconds: seconds)
            }
    }
}

extension ErrorPage {
    init(_ problem: Problem) {
        let kind: Kind =
            switch problem.status {
            case .forbidden: problem == .staleForm ? .staleForm : .forbidden
            case .notFound, .gone, .methodNotAllowed: .notFound
            case .conflict: .conflict
            case .contentTooLarge: .tooLarge
            case .tooManyRequests: .tooManyRequests
            case .internalServerError: .failed
            case .serviceUnavailable: .unavailable
            default: .badRequest
            }
        self.init(kind, problem.reason)
    }
}
