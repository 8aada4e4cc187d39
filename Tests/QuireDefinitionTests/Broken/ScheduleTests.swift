import QuireTesting
import Testing

@Test(
    "What is wrong with a schedule is told at its place",
    arguments: [
        LintCase(
            "what is wrong within a cron",
            "schedule: { cron: '0 7 1️⃣32 * *' }",
            ["1️⃣ invalid-cron: '32' is no day of the month (days of the month are from 1 to 31)"]),
        LintCase(
            "a cron without quotes",
            "schedule:\n  cron: 0 1️⃣22-2 1 * *",
            ["1️⃣ invalid-cron: the range '22-2' runs backwards (write 22-23,0-2)"]),
        LintCase(
            "a cron that begins with a star and has no quotes",
            "schedule:\n  cron: 1️⃣*/5 * * * *",
            ["1️⃣ syntax: a text that begins with '*' must be quoted (put the whole text in quotes)"]),
        LintCase(
            "no cron",
            "schedule: 1️⃣{ name: monthly }",
            [
                "1️⃣ missing-key: a schedule needs 'cron' (Minute, hour, day of the month, month and day of the week: numbers, names, ranges, steps, lists; L is the last day, friL the last Friday; or @daily and its kin.)"
            ]),
        LintCase(
            "a cron that is no text",
            "schedule: { cron: 1️⃣[0, 7] }",
            ["1️⃣ wrong-type: 'cron' takes a cron such as 0 7 1 * * or @daily, not a list"]),
        LintCase(
            "a cron that never fires",
            "schedule: { cron: '0 7 1️⃣30 2 *' }",
            [
                "1️⃣ invalid-cron: this cron never fires: no such month has a day of the month '30' (L is the last day of each month)"
            ]),
        LintCase(
            "a cron whose times clocks pass over",
            "schedule: 1️⃣{ cron: '30 2 * 3 sunL', timezone: Europe/Berlin, dst: { gap: skip } }",
            [
                "1️⃣ invalid-cron: this schedule never fires: clocks in Europe/Berlin pass over all its times (leave out 'gap: skip', or choose another time)"
            ]),
        LintCase(
            "a step that passes over everything",
            "schedule: { cron: '*/1️⃣90 * * * *' }",
            [
                "1️⃣ warning invalid-cron: a step of 90 passes over all other minutes (that leaves 0 alone: write 0 if it is meant)"
            ]),
        LintCase(
            "misspelt zone",
            "schedule: { cron: '@daily', timezone: 1️⃣Asia/Shangai }",
            ["1️⃣ invalid-value: there is no time zone 'Asia/Shangai' (did you mean 'Asia/Shanghai'?)"]),
        LintCase(
            "misspelt keys and choices",
            """
            schedule:
              cron: '@daily'
              1️⃣overlaps: skip
              overlap: 2️⃣buffer
              dst: { gap: 3️⃣shft, fold: 4️⃣second }
              catchup_window: 5️⃣1 hour
              jitter: 6️⃣5
            """,
            [
                "1️⃣ unknown-key: unknown key 'overlaps' (did you mean 'overlap'?)",
                "2️⃣ invalid-value: 'overlap' cannot be 'buffer' (it is one of skip, buffer_one, buffer_all, cancel_other, allow_all)",
                "3️⃣ invalid-value: 'gap' cannot be 'shft' (did you mean 'shift'?)",
                "4️⃣ invalid-value: 'fold' cannot be 'second' (it is one of first, last, both)",
                "5️⃣ wrong-type: 'catchup_window' takes a duration such as 1h30m, not '1 hour'",
                "6️⃣ wrong-type: 'jitter' takes a duration such as 1h30m, not '5'",
            ]),
        LintCase(
            "numbers out of range",
            "schedule: { cron: '@daily', retries: 1️⃣11, pause_after_failures: 2️⃣0 }",
            [
                "1️⃣ invalid-value: 'retries' is from 0 to 10, not 11",
                "2️⃣ invalid-value: 'pause_after_failures' is at least 1, not 0 (leave it out for never)",
            ]),
        LintCase(
            "several without names",
            """
            schedule:
              - { name: monthly, cron: '@monthly' }
              - 1️⃣{ cron: '@daily' }
            """,
            ["1️⃣ unnamed-schedule: one of several schedules needs 'name' (such as name: monthly)"]),
        LintCase(
            "two of one name",
            """
            schedule:
              - { name: monthly, cron: '@monthly' }
              - { name: 1️⃣monthly, cron: '@daily' }
            """,
            ["1️⃣ duplicate-name: another schedule has the name 'monthly', in line 2 (name this one otherwise)"]),
        LintCase(
            "a name that is none",
            "schedule: { name: 1️⃣End of month, cron: '@monthly' }",
            [
                "1️⃣ invalid-name: 'End of month' cannot be the name of a schedule (names are lower-case letters, digits, - and _, and begin with a letter)"
            ]),
        LintCase(
            "none in the list",
            "schedule: 1️⃣[]",
            ["1️⃣ missing-value: 'schedule' has no schedule (leave it out for a report that runs by hand alone)"]),
        LintCase(
            "a text in place of a schedule",
            "schedule: 1️⃣0 7 1 * *",
            ["1️⃣ wrong-type: 'schedule' takes a mapping or a list of them, not '0 7 1 * *'"]),
        LintCase(
            "a parameter that is needed",
            """
            parameters: { day: { type: date } }
            schedule: 1️⃣{ cron: '@daily' }
            """,
            ["1️⃣ missing-parameter: the report needs the parameter 'day' (give it as day: 2026-01-31)"]),
        LintCase(
            "a secret parameter that is needed",
            """
            parameters: { pin: { type: text, secret: true } }
            schedule: 1️⃣{ cron: '@daily' }
            """,
            ["1️⃣ missing-parameter: the report needs the parameter 'pin' (give it as pin: text)"]),
        LintCase(
            "parameters that do not fit",
            """
            parameters:
              region: { type: text, choices: [east, west] }
              day: { type: date, default: 2026-01-01 }
            schedule:
              - name: daily
                cron: '@daily'
                parameters: { region: 1️⃣est, day: 2️⃣soon, 3️⃣dy: 2026-01-01 }
            """,
            [
                "1️⃣ invalid-parameter: 'region' cannot be 'est' (did you mean 'east'?)",
                "2️⃣ invalid-parameter: 'day' takes a date, not 'soon' (such as day: 2026-01-31)",
                "3️⃣ unknown-parameter: there is no parameter 'dy' (did you mean 'day'?)",
            ]),
    ])
func brokenSchedules(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}

@Test(
    "What is wrong with access is told at its place",
    arguments: [
        LintCase(
            "no roles", "access: 1️⃣{}",
            [
                "1️⃣ missing-key: 'access' needs 'roles' (Who has one of these roles sees the report; for others it is not there.)"
            ]),
        LintCase(
            "an empty list", "access: { roles: 1️⃣[] }",
            ["1️⃣ missing-value: 'roles' names no role (leave 'access' out for everyone who is signed in)"]),
        LintCase(
            "several in one text", "access: { roles: 1️⃣['finance, audit'] }",
            [
                "1️⃣ invalid-value: 'finance, audit' cannot be the name of a role (roles are listed each by itself, without spaces and commas)"
            ]),
        LintCase("one text", "access: { roles: 1️⃣finance }", ["1️⃣ wrong-type: 'roles' takes a list, not 'finance'"]),
        LintCase(
            "misspelt", "access: { 1️⃣role: [finance] }",
            ["1️⃣ unknown-key: unknown key 'role' (did you mean 'roles'?)"]),
    ])
func brokenAccess(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
