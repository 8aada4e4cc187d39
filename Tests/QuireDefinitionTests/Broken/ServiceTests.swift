import QuireTesting
import Testing

@Test(
    "What a service cannot be is told at its place",
    arguments: [
        LintCase(
            "misspelt key of a service",
            "1️⃣titel: Tether",
            [
                "1️⃣ unknown-key: unknown key 'titel' (did you mean 'title'?)"
            ]),
        LintCase(
            "service without url",
            "1️⃣lookups: {}",
            [
                "1️⃣ missing-key: a service needs 'url' (Where the service is; requests follow it.)"
            ], isWhole: true),
        LintCase(
            "service that is a list",
            "1️⃣- a",
            [
                "1️⃣ wrong-type: a service is a mapping, not a list"
            ], isWhole: true),
        LintCase(
            "a kind of later versions",
            "kind: 1️⃣plugin",
            [
                "1️⃣ not-supported: a service of kind 'plugin' is not supported yet"
            ]),
        LintCase(
            "unknown kind",
            "kind: 1️⃣htpp",
            [
                "1️⃣ invalid-value: there is no service of kind 'htpp' (did you mean 'http'?)"
            ]),
        LintCase(
            "kind is a list",
            "kind: 1️⃣[http]",
            [
                "1️⃣ wrong-type: 'kind' takes one of http, sql, file, not a list"
            ]),
        LintCase(
            "a cache that keeps nothing, and one without room",
            "cache: { ttl: 1️⃣0s, size: 2️⃣10B }",
            [
                "1️⃣ invalid-value: 'ttl' is longer than nothing",
                "2️⃣ invalid-value: 'size' is at least 1KiB",
            ]),
        LintCase(
            "a cache that does not say how long",
            "cache: 1️⃣{ size: 10MiB }",
            [
                "1️⃣ missing-key: 'cache' needs 'ttl' (How long an answer is used, such as 1h.)"
            ]),
        LintCase(
            "no url",
            "url: 1️⃣tether.example",
            [
                "1️⃣ invalid-value: the url is not complete: it has no scheme (write https://host/path)"
            ]),
        LintCase(
            "url of another scheme",
            "url: 1️⃣ftp://tether.example",
            [
                "1️⃣ invalid-value: the url is neither http nor https"
            ]),
        LintCase(
            "duration without a unit",
            "timeout: 1️⃣10",
            [
                "1️⃣ wrong-type: 'timeout' takes a duration such as 1h30m, not '10'"
            ]),
        LintCase(
            "duration of another unit",
            """
            timeout: 1️⃣10sec
            deadline: 2️⃣1 minute
            """,
            [
                "1️⃣ wrong-type: 'timeout' takes a duration such as 1h30m, not '10sec'",
                "2️⃣ wrong-type: 'deadline' takes a duration such as 1h30m, not '1 minute'",
            ]),
        LintCase(
            "no time at all",
            "timeout: 1️⃣0s",
            [
                "1️⃣ invalid-value: 'timeout' is longer than nothing"
            ]),
        LintCase(
            "rate without a time",
            "limits: { rate: 1️⃣100 }",
            [
                "1️⃣ wrong-type: 'rate' takes a rate such as 200/s, not '100'"
            ]),
        LintCase(
            "rate of several seconds",
            "limits: { rate: 1️⃣100/2s }",
            [
                "1️⃣ wrong-type: 'rate' takes a rate such as 200/s, not '100/2s'"
            ]),
        LintCase(
            "rate in other notation",
            "limits: { rate: 1️⃣1e3/s }",
            [
                "1️⃣ wrong-type: 'rate' takes a rate such as 200/s, not '1e3/s'"
            ]),
        LintCase(
            "rate of nothing",
            "limits: { rate: 1️⃣0/s }",
            [
                "1️⃣ wrong-type: 'rate' takes a rate such as 200/s, not '0/s'"
            ]),
        LintCase(
            "burst under one",
            "limits: { rate: 1/s, burst: 1️⃣0 }",
            [
                "1️⃣ invalid-value: 'burst' is at least 1"
            ]),
        LintCase(
            "concurrency of nothing",
            "limits: { max_concurrency: 1️⃣0 }",
            [
                "1️⃣ invalid-value: 'max_concurrency' is from 1 to 100000"
            ]),
        LintCase(
            "concurrency is text",
            "limits: { max_concurrency: 1️⃣many }",
            [
                "1️⃣ wrong-type: 'max_concurrency' takes a whole number, not 'many'"
            ]),
        LintCase(
            "concurrency over the open files",
            "limits: { max_concurrency: 1️⃣2000 }",
            [
                "1️⃣ warning open-files: 2000 calls at once need more connections than the 1024 files that this process may hold open"
                    + " (raise the limit (ulimit -Hn), or lower 'max_concurrency' to 960)"
            ]),
        LintCase(
            "adaptive is a number",
            "limits: { adaptive: 1️⃣8 }",
            [
                "1️⃣ wrong-type: 'adaptive' takes true or false, not '8'"
            ]),
        LintCase(
            "misspelt limit",
            "limits: { 1️⃣max_concurency: 5 }",
            [
                "1️⃣ unknown-key: unknown key 'max_concurency' (did you mean 'max_concurrency'?)"
            ]),
        LintCase(
            "attempts under one",
            "retry: { max_attempts: 1️⃣0 }",
            [
                "1️⃣ invalid-value: 'max_attempts' is from 1 to 100"
            ]),
        LintCase(
            "unknown jitter",
            "retry: { jitter: 1️⃣some }",
            [
                "1️⃣ invalid-value: 'jitter' cannot be 'some' (it is one of full, none)"
            ]),
        LintCase(
            "budget is no share",
            "retry: { budget: 1️⃣0.2 }",
            [
                "1️⃣ wrong-type: 'budget' takes a share such as 10%, not '0.2'"
            ]),
        LintCase(
            "intervals are no durations",
            "retry: { initial_interval: 1️⃣200, max_interval: 2️⃣ten, retry_after_max: 3️⃣1x }",
            [
                "1️⃣ wrong-type: 'initial_interval' takes a duration such as 1h30m, not '200'",
                "2️⃣ wrong-type: 'max_interval' takes a duration such as 1h30m, not 'ten'",
                "3️⃣ wrong-type: 'retry_after_max' takes a duration such as 1h30m, not '1x'",
            ]),
        LintCase(
            "authenticator without type",
            "authenticator: 1️⃣{ token: swordfish }",
            [
                "1️⃣ missing-key: an authenticator needs 'type' (token, api_key, basic, oauth2_client_credentials or none.)"
            ]),
        LintCase(
            "authenticator is text",
            "authenticator: 1️⃣token",
            [
                "1️⃣ wrong-type: an authenticator is a mapping, not text"
            ]),
        LintCase(
            "no client and no secret",
            "authenticator: 1️⃣{ type: oauth2_client_credentials, token_url: 'https://auth.example/token' }",
            [
                "1️⃣ missing-key: an authenticator needs 'client_id' (Who asks for them.)",
                "1️⃣ missing-key: an authenticator needs 'client_secret' (The client's secret.)",
            ]),
        LintCase(
            "tokens from nowhere",
            "authenticator: { type: oauth2_client_credentials, token_url: 1️⃣auth, client_id: somebody, client_secret: swordfish }",
            [
                "1️⃣ invalid-value: the url is not complete: it has no scheme (write https://host/path)"
            ]),
        LintCase(
            "tokens from a place in a page",
            "authenticator: { type: oauth2_client_credentials, token_url: 1️⃣'https://auth/t?a#b', client_id: somebody, client_secret: swordfish }",
            [
                "1️⃣ invalid-value: the query of the url has characters that URLs do not have"
            ]),
        LintCase(
            "no scope",
            "authenticator: { type: oauth2_client_credentials, token_url: 'https://auth', client_id: somebody, client_secret: swordfish, scopes: 1️⃣[read all] }",
            [
                "1️⃣ invalid-value: 'read all' is no scope (scopes are a list, or a text with spaces between them)"
            ]),
        LintCase(
            "scopes under names",
            "authenticator: { type: oauth2_client_credentials, token_url: 'https://auth', client_id: somebody, client_secret: swordfish, scopes: 1️⃣{ a: b } }",
            [
                "1️⃣ wrong-type: 'scopes' takes a list or text, not a mapping"
            ]),
        LintCase(
            "unknown authenticator",
            "authenticator: { type: 1️⃣tokn, token: swordfish }",
            [
                "1️⃣ invalid-value: there is no authenticator of type 'tokn' (did you mean 'token'?)"
            ]),
        LintCase(
            "token without token",
            "authenticator: 1️⃣{ type: token }",
            [
                "1️⃣ missing-key: an authenticator needs 'token' (The token.)"
            ]),
        LintCase(
            "misspelt token",
            "authenticator: { type: token, 1️⃣tokne: swordfish }",
            [
                "1️⃣ unknown-key: unknown key 'tokne' (did you mean 'token'?)"
            ]),
        LintCase(
            "keys of another authenticator",
            "authenticator: { type: basic, username: somebody, password: swordfish, 1️⃣scheme: Token }",
            [
                "1️⃣ unknown-key: unknown key 'scheme' (remove it)"
            ]),
        LintCase(
            "basic without password",
            "authenticator: 1️⃣{ type: basic, username: somebody }",
            [
                "1️⃣ missing-key: an authenticator needs 'password' (The password.)"
            ]),
        LintCase(
            "api_key into the body",
            "authenticator: { type: api_key, inject_into: 1️⃣body, name: X-Key, value: swordfish }",
            [
                "1️⃣ invalid-value: 'inject_into' cannot be 'body' (it is one of header, query)"
            ]),
        LintCase(
            "api_key in no header",
            "authenticator: { type: api_key, name: 1️⃣'a b', value: swordfish }",
            [
                "1️⃣ invalid-value: 'a b' is no header"
            ]),
        LintCase(
            "user with a colon",
            "authenticator: { type: basic, username: 1️⃣'a:b', password: swordfish }",
            [
                "1️⃣ invalid-value: a username cannot hold ':'"
            ]),
        LintCase(
            "no header",
            "headers: { 'a b': 1️⃣x }",
            [
                "1️⃣ invalid-value: 'a b' is no header"
            ]),
        LintCase(
            "certificate without key",
            "tls: 1️⃣{ certificate: a.pem }",
            [
                "1️⃣ invalid-value: 'certificate' needs its 'key'"
            ]),
        LintCase(
            "key without certificate",
            "tls: 1️⃣{ key: a.pem }",
            [
                "1️⃣ invalid-value: 'key' needs its 'certificate'"
            ]),
        LintCase(
            "missing variables",
            """
            url: 1️⃣${TETHER_URL}
            timeout: 2️⃣${TIMEOUT}
            """,
            [
                "1️⃣ warning missing-variable: the environment has no 'TETHER_URL'"
                    + " (set it, or write ${TETHER_URL:-default})",
                "2️⃣ warning missing-variable: the environment has no 'TIMEOUT'"
                    + " (set it, or write ${TIMEOUT:-default})",
            ]),
        LintCase(
            "missing variable with everything it decides",
            """
            kind: 1️⃣${KIND}
            authenticator: { type: 2️⃣'${AUTH}' }
            """,
            [
                "1️⃣ warning missing-variable: the environment has no 'KIND'"
                    + " (set it, or write ${KIND:-default})",
                "2️⃣ warning missing-variable: the environment has no 'AUTH'"
                    + " (set it, or write ${AUTH:-default})",
            ]),
        LintCase(
            "missing file",
            "authenticator: { type: token, token: 1️⃣'${file:/nowhere/token}' }",
            [
                "1️⃣ warning missing-variable: the file '/nowhere/token' cannot be read"
            ]),
        LintCase(
            "variable that is not closed",
            "title: 1️⃣a ${TITLE",
            [
                "1️⃣ invalid-variable: '${' without '}' (write $${ for a plain ${)"
            ]),
        LintCase(
            "variable without a name",
            """
            title: 1️⃣${}
            description: 2️⃣'${A B}'
            """,
            [
                "1️⃣ invalid-variable: '${}' names no variable (write $${ for a plain ${)",
                "2️⃣ invalid-variable: '${A B}' names no variable (write $${ for a plain ${)",
            ]),
        LintCase(
            "variable in a default",
            "title: 1️⃣${A:-${B}}",
            [
                "1️⃣ invalid-variable: the default in '${A:-${B}' holds another '${'"
                    + " (write $${ for a plain ${)"
            ]),
        LintCase(
            "missing variable in a bulk size",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 1️⃣'${SIZE}', request: { path: '/{sn}' }, items: '$[*]', match: position } }
            """,
            [
                "1️⃣ warning missing-variable: the environment has no 'SIZE'"
                    + " (set it, or write ${SIZE:-default})"
            ]),
    ])
func brokenServices(example: LintCase) {
    #expect(example.problems(in: .service) == example.expected)
}
