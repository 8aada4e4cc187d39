import HTTPTypes
package import Hummingbird
package import QuireAccess

/// What the login page shows.
package struct LoginForm: Sendable, Hashable {
    package enum Refusal: Sendable, Hashable {
        case wrongNameOrPassword
        case tooMany(secondsToWait: Int)
    }

    /// What was typed; never the password.
    package var name = ""
    /// The path to go to then, which the form sends back as `next`.
    package var next = "/"
    package var refusal: Refusal?
}

/// `/login` and `/logout`. The form sends `name`, `password` and `next`.
package struct LoginRoutes: Sendable {
    /// Draws the login page; status and headers are set here.
    package typealias Page = @Sendable (LoginForm, Request, ServerContext) async throws -> Response

    private let logins: Logins
    private let page: Page

    package init(_ logins: Logins, page: @escaping Page) {
        self.logins = logins
        self.page = page
    }

    package func add(to router: some RouterMethods<ServerContext>) {
        router.get("login") { request, context in
            let next = LocalPath.safe(try request.query()["next"])
            if context.principal != nil { return Response.redirect(to: next) }
            return try await page(LoginForm(next: next), request, context)
        }
        router.post("login", use: logIn)
        router.post("logout", use: logOut)
    }

    @Sendable private func logIn(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let fields = try await request.form()
        var form = LoginForm(name: fields["name"] ?? "", next: LocalPath.safe(fields["next"]))
        let outcome = try await logins.signIn(
            form.name, password: fields["password"] ?? "", from: context.remoteAddress)
        switch outcome {
        case .signedIn(_, let cookie):
            var response = Response.redirect(to: form.next)
            response.headers[.setCookie] = SessionCookie.setting(cookie, isSecure: context.isSecure)
            return response
        case .wrongNameOrPassword:
            form.refusal = .wrongNameOrPassword
            return try await refuse(form, .unauthorised(isTokenWrong: false), request, context)
        case .tooMany(let seconds):
            form.refusal = .tooMany(secondsToWait: seconds)
            return try await refuse(form, .tooManyLogins(secondsToWait: seconds), request, context)
        }
    }

    private func refuse(
        _ form: LoginForm, _ problem: Problem, _ request: Request, _ context: ServerContext
    ) async throws -> Response {
        var response = try await page(form, request, context)
        response.status = problem.status
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    @Sendable private func logOut(_ request: Request, _ context: ServerContext) async throws -> Response {
        if context.session != nil,
            let cookie = SessionCookie.value(in: request.headers, isSecure: context.isSecure)
        {
            try await logins.signOut(cookie, by: context.author)
        }
        var response = Response.redirect(to: "/login")
        response.headers[.setCookie] = SessionCookie.clearing(isSecure: context.isSecure)
        return response
    }
}
