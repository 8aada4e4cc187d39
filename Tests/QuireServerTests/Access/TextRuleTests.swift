import HTTPTypes
import HummingbirdCore
import QuireAccess
import QuireModel
import Testing

@testable import QuireServer

@Suite("Texts of requests")
struct TextRuleTests {
    @Test(
        "the path to go to after signing in never leads elsewhere",
        arguments: [
            ("/reports", "/reports"), ("/runs?status=failed&q=%2F", "/runs?status=failed&q=%2F"), (nil, "/"), ("", "/"),
            ("reports", "/"), ("https://evil.example", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"), ("/\n/evil.example", "/"), ("/a b", "/"), ("/caf\u{E9}", "/"),
            ("javascript:alert(1)", "/"), ("/login?next=/x", "/"), ("/logout", "/"),
            ("/" + String(repeating: "a", count: 2000), "/"),
            ("/a\r\nSet-Cookie: x", "/"), ("///evil.example", "/"),
        ] as [(String?, String)])
    func next(_ text: String?, path: String) { #expect(LocalPath.safe(text) == path) }

    @Test("the login page comes back to a path")
    func login() {
        #expect(LocalPath.login(backTo: "/runs?status=failed&x=1") == "/login?next=%2Fruns%3Fstatus%3Dfailed%26x%3D1")
        #expect(LocalPath.login(backTo: "/") == "/login")
        #expect(LocalPath.login(backTo: nil) == "/login")
    }

    @Test("a form is read with its order, repeated names, spaces and Chinese")
    func form() throws {
        let form = try EncodedFields("region=east&region=w%C3%A9st&q=a+b%2Bc&empty=&none&%E5%AE%A2=%E6%88%B7&&=x")
        #expect(form.all("region") == ["east", "wést"])
        #expect(form["q"] == "a b+c")
        #expect(form["empty"] == "" && form["none"] == "")
        #expect(form["客"] == "户")
        #expect(form["missing"] == nil)
        #expect(form.fields.map(\.name) == ["region", "region", "q", "empty", "none", "客", ""])
    }

    @Test(
        "what is not encoded as it must be is no form", arguments: ["a=%", "a=%4", "a=%zz", "a=%+f", "a=%FF", "%C3=a"])
    func noForm(_ text: String) { #expect(throws: Problem.self) { try EncodedFields(text) } }

    @Test("what is encoded is decoded again", arguments: ["a b&c=d", "客户/é~-._", "%", "\u{0}\u{7F}"])
    func percent(_ text: String) {
        let encoded = PercentEncoding.encode(text)
        #expect(PercentEncoding.decode(encoded) == text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "&") })
    }

    @Test("the session's cookie is found among others")
    func cookie() {
        var headers = HTTPFields()
        headers[values: .cookie] = ["a=b; quire=one", "__Host-quire=two"]
        #expect(SessionCookie.value(in: headers, isSecure: false) == "one")
        #expect(SessionCookie.value(in: headers, isSecure: true) == "two")
        #expect(SessionCookie.value(in: [.cookie: "xquire=a; quire2=b"], isSecure: false) == nil)
    }

    @Test("the session's cookie is out of reach of scripts, and of what is not TLS behind TLS")
    func setCookie() {
        let plain = SessionCookie.setting(RandomSecret("s"), isSecure: false)
        #expect(plain == "quire=s; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200")
        let secure = SessionCookie.setting(RandomSecret("s"), isSecure: true)
        #expect(secure == "__Host-quire=s; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure")
        #expect(SessionCookie.clearing(isSecure: false).contains("Max-Age=0"))
    }

    @Test(
        "a bearer token",
        arguments: [("Bearer abc", "abc"), ("bearer  abc", "abc"), ("Bearer", ""), ("Basic abc", nil), ("", nil)]
            as [(String, String?)])
    func bearer(_ header: String, token: String?) { #expect(BearerToken.value(in: [.authorization: header]) == token) }

    @Test("a problem is RFC 9457's JSON, with each wrong parameter")
    func problem() {
        let problem = Problem.invalidParameters(["until": "is no date", "region": "is none of east, west"])
        #expect(
            problem.json.text == """
                {"type":"about:blank","title":"Unprocessable Content","status":422,\
                "detail":"not as it must be: region, until",\
                "errors":{"region":"is none of east, west","until":"is no date"}}
                """)
        #expect(Problem(.notFound).json.text == #"{"type":"about:blank","title":"Not Found","status":404}"#)
    }

    @Test("diagnostics are a problem with their words and remedies, without places in files")
    func diagnostics() {
        let error = DiagnosticError([
            Diagnostic(
                .error, "a", "no 'reigon'", at: FilePosition(file: "x.yaml", line: 1, column: 2),
                hint: "did you mean 'region'?"), Diagnostic(.error, "b", "no 'x'", at: nil),
        ])
        let problem = Problem(error)
        #expect(problem.status == .unprocessableContent)
        #expect(problem.detail == "no 'reigon' (did you mean 'region'?)\nno 'x'")
    }
}
