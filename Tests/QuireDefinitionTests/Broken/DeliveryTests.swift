import QuireTesting
import Testing

@Test(
    "What a delivery cannot be is told at its place",
    arguments: [
        LintCase(
            "a file without a folder",
            """
            deliver:
              - 1️⃣{ to: file }
            """,
            [
                "1️⃣ missing-key: a delivery of kind 'file' needs 'directory' (The folder, relative to the project; `{region}` in it stands for a parameter, `{report}`, `{today}`, `{now}` and `{run}` for what they say.)"
            ]),
        LintCase(
            "a misspelt key of a kind",
            """
            deliver:
              - { to: file, 1️⃣direktory: exports }
            """,
            [
                "1️⃣ unknown-key: unknown key 'direktory' (did you mean 'directory'?)"
            ]),
        LintCase(
            "placeholders in a folder that are unknown, secret or not closed",
            """
            parameters: { region: { type: text }, pin: { type: text, secret: true } }
            deliver:
              - { to: file, directory: "exports/1️⃣{regio}" }
              - { to: file, directory: "exports/2️⃣{pin}" }
              - { to: file, directory: "exports/3️⃣{region" }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter 'regio' (did you mean 'region'?)",
                "2️⃣ invalid-value: the parameter 'pin' is secret, and this text is seen (leave it out)",
                "3️⃣ invalid-template: '{' without '}' in 'exports/{region' (a placeholder is the name of a parameter in braces)",
            ]),
        LintCase(
            "a webhook without what it needs",
            """
            deliver:
              - 1️⃣{ to: webhook, url: https://hooks.example.com }
            """,
            [
                "1️⃣ missing-key: a delivery of kind 'webhook' needs 'secret' (What `Quire-Signature` is made with, so that the receiver knows who sends.)"
            ]),
        LintCase(
            "kinds of later versions, and kinds that there are not",
            """
            deliver:
              - { to: 1️⃣email, recipients: [a@example.com] }
              - { to: 2️⃣rclone, remote: "s3:exports" }
              - { to: 3️⃣webhok }
            """,
            [
                "1️⃣ not-supported: a destination of kind 'email' is not supported yet",
                "2️⃣ not-supported: a destination of kind 'rclone' is not supported yet",
                "3️⃣ unknown-destination: the project has no destination 'webhok' (did you mean 'webhook'?)",
            ]),
    ])
func brokenDeliveries(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
