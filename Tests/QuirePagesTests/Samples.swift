import QuireModel
import QuirePages

/// View models as a busy project would give them.
enum Sample {
    static func frame(_ language: Language = .english, path: String = "/") -> PageFrame {
        var frame = PageFrame(language: language, csrf: "csrf-token", path: path)
        frame.user = "lin"
        frame.showsServices = true
        return frame
    }

    static func run(
        _ id: String, _ status: RunSummary.Status, _ startedAt: String?, report: String = "contracts",
        title: String = "Contracts", schedule: String? = nil, by: String? = nil, seconds: Double? = nil,
        rows: Int? = nil, problems: Int = 0
    ) -> RunItem {
        var run = RunItem(id: id, report: report, reportTitle: title, status: status)
        run.startedAt = startedAt
        run.schedule = schedule
        run.startedBy = by
        run.seconds = seconds
        run.rows = rows
        run.problemCount = problems
        return run
    }

    static var runs: [RunItem] {
        [
            run("20261129T091204Z-7f3a", .running, "2026-11-29T17:12:04+08:00", by: "lin"),
            run(
                "20261129T070000Z-11b0", .partial, "2026-11-29T07:00:00.12+08:00", schedule: "daily", seconds: 412.4,
                rows: 48_210, problems: 37),
            run(
                "20261128T070000Z-88e1", .succeeded, "2026-11-28T07:00:00+08:00", schedule: "daily", seconds: 398,
                rows: 47_911),
            run(
                "20261127T154410Z-0a4c", .failed, "2026-11-27T15:44:10+08:00", report: "finance/aging",
                title: "Ageing of receivables", by: "王芳", seconds: 3.27),
            run("20261127T101500Z-5d2f", .cancelled, "2026-11-27T10:15:00+08:00", by: "lin", seconds: 61, rows: 1200),
            run(
                "20261129T091300Z-9c77", .queued, nil, report: "finance/aging", title: "Ageing of receivables", by: "mo"
            ),
        ]
    }

    static var runsPage: RunsPage {
        RunsPage(
            runs: runs, reports: [ReportName(name: "contracts", title: "Contracts")], report: "contracts", older: "c1",
            isContinued: true)
    }

    static var reports: ReportsPage {
        var contracts = ReportItem(name: "contracts", title: "Contracts")
        contracts.description = "Contracts signed in the period, with our share of each discount."
        contracts.lastRun = runs[1]
        contracts.nextRun = "2026-11-30T07:00:00+08:00"
        var ageing = ReportItem(name: "finance/aging", title: "Ageing of receivables")
        ageing.description = "Open invoices by customer and days overdue, in the books' currency."
        ageing.lastRun = runs[3]
        ageing.hasErrors = true
        var settlements = ReportItem(name: "settlements", title: "结算汇总")
        settlements.description = "各区域每月结算金额与汇率。"
        settlements.nextRun = "2026-12-01T06:30:00+08:00"
        settlements.lastRun = runs[2]
        let ratings = ReportItem(name: "ratings", title: "Ratings")
        return ReportsPage(reports: [contracts, ageing, ratings, settlements])
    }

    static var form: ReportForm {
        var from = ParameterField(name: "signed_from", type: .date)
        from.defaultValues = ["2026-10-01"]
        from.minimum = "2020-01-01"
        var to = ParameterField(name: "signed_to", type: .date)
        to.isRequired = true
        to.description = "The last day that counts."
        var region = ParameterField(name: "region", type: .text)
        region.choices = ["east", "west", "north", "south"]
        region.label = "Region"
        var kinds = ParameterField(name: "kinds", type: .text)
        kinds.isList = true
        kinds.choices = ["new", "renewal", "change, small"]
        kinds.defaultValues = ["new", "change, small"]
        kinds.label = "Kinds of contract"
        var customers = ParameterField(name: "customers", type: .text)
        customers.isList = true
        customers.description = "Numbers of customers; all if left empty."
        var least = ParameterField(name: "least_amount", type: .number)
        least.minimum = "0"
        least.defaultValues = ["1000"]
        var months = ParameterField(name: "months", type: .integer)
        months.minimum = "1"
        months.maximum = "24"
        months.defaultValues = ["3"]
        var asOf = ParameterField(name: "as_of", type: .datetime)
        asOf.defaultValues = ["2026-11-29 08:00:00"]
        asOf.label = "As of"
        var code = ParameterField(name: "code", type: .text)
        code.pattern = "[A-Z]{2}[0-9]{4}"
        code.description = "Two letters and four digits, such as AB1234."
        var drafts = ParameterField(name: "drafts", type: .boolean)
        drafts.defaultValues = ["false"]
        drafts.label = "Drafts too"
        var paid = ParameterField(name: "paid", type: .boolean)
        paid.label = "Paid"
        var pass = ParameterField(name: "access_code", type: .text)
        pass.isSecret = true
        pass.defaultValues = ["hidden-default"]
        return ReportForm(
            parameters: [from, to, region, least, months, asOf, kinds, customers, code, drafts, paid, pass],
            sheets: [
                SheetColumns(
                    sheet: "Contracts",
                    columns: [
                        ("sn", "Contract"), ("customer", "Customer"), ("region", "Region"), ("signed_on", "Signed on"),
                        ("currency", "Currency"), ("amount", "Amount"), ("our_share", "Our share"),
                        ("our_discount", "Our discount"),
                    ].map { SheetColumns.Column(id: $0.0, title: $0.1) }),
                SheetColumns(
                    sheet: "By region",
                    columns: [("region", "Region"), ("contracts", "Contracts"), ("our_discount", "Our discount")].map {
                        SheetColumns.Column(id: $0.0, title: $0.1)
                    }),
            ])
    }

    static var report: ReportPage {
        var page = ReportPage(name: "finance/contracts", title: "Contracts", form: form)
        page.description = "Contracts signed in the period, with our share of each discount."
        page.enrichments = [
            EnrichmentItem(name: "tether", lookups: ["tether.discount"]),
            EnrichmentItem(name: "fx", lookups: ["fx.rate", "fx_archive.rate"], dependsOn: ["tether"]),
        ]
        page.services = [ServiceUse(name: "tether", title: "Tether"), ServiceUse(name: "fx", title: "Exchange rates")]
        page.schedules = [schedules.schedules[0]]
        page.runs = Array(runs.prefix(5)).filter { $0.report == "contracts" }
        return page
    }

    /// Posted with errors, a preview and a secret.
    static var postedReport: ReportPage {
        var page = report
        page.entered = FormFields([
            ("p.signed_from", "2026-13-01"), ("p.signed_to", "2026-11-29"), ("p.region", "west"),
            ("offered", "p.kinds"), ("p.kinds", "renewal"), ("offered", "p.customers"), ("p.customers", "C1, C2"),
            ("offered", "p.drafts"), ("p.drafts", "true"), ("p.access_code", "typed-secret"), ("p.paid", "false"),
            ("offered", "columns"), ("columns", "sn"), ("columns", "amount"), ("where", "amount > 1000"),
            ("limit", "0"),
        ])
        page.errors = [
            FormError(field: "p.signed_from", message: "'signed_from' takes a date, not '2026-13-01'"),
            FormError(field: "limit", message: "Give a whole number from 1 on, or leave it empty."),
        ]
        return page
    }

    static var previewedReport: ReportPage {
        var page = report
        page.entered = FormFields([("p.signed_from", "2026-10-01"), ("p.signed_to", "2026-11-29")])
        var preview = Preview(
            columns: [
                Preview.Column(id: "sn", title: "Contract"), Preview.Column(id: "customer", title: "Customer"),
                Preview.Column(id: "region", title: "Region"), Preview.Column(id: "signed_on", title: "Signed on"),
                Preview.Column(id: "amount", title: "Amount", isNumeric: true),
                Preview.Column(id: "our_share", title: "Our share", isNumeric: true),
                Preview.Column(id: "our_discount", title: "Our discount", isNumeric: true),
            ],
            rows: (1...8).map { n in
                [
                    "C\(1000 + n)", n == 3 ? "北京远景科技有限公司" : "Acme Holdings", n.isMultiple(of: 2) ? "east" : "west",
                    "2026-11-0\(n)", "\(n * 12),400.00", n == 5 ? nil : "2\(n)%", n == 5 ? nil : "\(n),128.50",
                ]
            })
        preview.problemCells = [Preview.Cell(row: 4, column: 5), Preview.Cell(row: 4, column: 6)]
        page.preview = preview
        return page
    }

    static var schedules: SchedulesPage {
        var daily = ScheduleItem(
            id: "contracts/daily", report: "contracts", reportTitle: "Contracts", name: "daily", cron: "0 7 * * *",
            words: "every day at 07:00", timezone: "Asia/Shanghai")
        daily.next = (1...5).map { "2026-12-0\($0)T07:00:00+08:00" }
        daily.last = runs[1]
        daily.mayChange = true
        daily.fires = [
            FireItem(at: "2026-11-29T07:00:00+08:00", status: .run, run: runs[1]),
            FireItem(at: "2026-11-28T07:00:00+08:00", status: .run, run: runs[2]),
            FireItem(at: "2026-11-27T07:00:00+08:00", status: .missed, reason: .window),
            FireItem(at: "2026-11-26T07:00:00+08:00", status: .skipped, reason: .overlap),
        ]
        daily.warning = .late(run: runs[1].id)
        var monthly = ScheduleItem(
            id: "finance/aging/monthly", report: "finance/aging", reportTitle: "Ageing of receivables",
            name: "monthly", cron: "30 6 L * *", words: "on the last day of the month at 06:30",
            timezone: "Europe/Berlin")
        monthly.isPaused = true
        monthly.pausedAfter = 5
        monthly.next = ["2026-11-30T06:30:00+01:00"]
        monthly.mayChange = true
        var off = ScheduleItem(
            id: "settlements/weekly", report: "settlements", reportTitle: "结算汇总", name: "weekly", cron: "0 8 * * mon",
            words: "every Monday at 08:00", timezone: "Asia/Shanghai")
        off.isEnabled = false
        return SchedulesPage(schedules: [daily, monthly, off])
    }

    static func counts(_ name: String, keys: Int, missing: Int = 0, failed: Int = 0) -> EnrichmentCounts {
        var counts = EnrichmentCounts(name: name)
        counts.keys = keys
        counts.found = keys - missing - failed
        counts.missing = missing
        counts.failed = failed
        counts.calls = keys / 100 + 3
        counts.retries = failed > 0 ? 12 : 0
        counts.latency.p50 = .milliseconds(118)
        counts.latency.p95 = .milliseconds(482)
        counts.latency.max = .milliseconds(1930)
        return counts
    }

    static var runningRun: RunPage {
        var page = RunPage(run: runs[0])
        var progress = EnrichmentProgress()
        progress.rowsRead = 31_400
        progress.rowsDone = 26_112
        progress.lookups = [
            EnrichmentProgress.Lookup(enrichment: "tether", known: 31_207, done: 20_311),
            EnrichmentProgress.Lookup(enrichment: "fx", known: 12, done: 12),
        ]
        page.progress = progress
        page.secondsLeft = 143
        page.parameters = parameters
        page.mayCancel = true
        return page
    }

    static var partialRun: RunPage {
        var page = RunPage(run: runs[1])
        page.scheduledAt = "2026-11-29T07:00:00+08:00"
        page.files = [
            RunFile(name: "contracts-2026-10-01-2026-11-29.xlsx", size: 4_812_331),
            RunFile(name: "contracts.problems.csv", size: 812, listsProblems: true),
        ]
        page.enrichments = [counts("tether", keys: 48_002, missing: 911, failed: 37), counts("fx", keys: 14)]
        var stages = StageTimes()
        stages.read = .seconds(41)
        stages.enrich = .seconds(397)
        stages.render = .seconds(12)
        page.stages = stages
        page.problems = (1...6).map { n in
            Problem(
                sheet: "Contracts", row: 1200 + n, rowCount: 1, enrichment: "tether", key: "C\(88_100 + n)",
                attempts: 4,
                message: n == 2
                    ? "the service answered 503 Service Unavailable: 'upstream connect error or disconnect/reset before headers'"
                    : "the service did not answer within 10 s")
        }
        page.warnings = ["3 answers of tether.discount held items that were not asked for"]
        var mail = DeliveryItem(n: 1, to: "finance_mail", status: .delivered)
        mail.location = "finance@example.com"
        var hook = DeliveryItem(n: 2, to: "https://hooks.example.com/quire", status: .failed, attempts: 5)
        hook.error = "the server answered 500 Internal Server Error for 10 minutes"
        page.deliveries = [mail, hook]
        page.parameters = parameters
        page.options = [
            RunPage.Option(kind: .columns, text: "sn,amount"), RunPage.Option(kind: .filter, text: "amount > 0"),
            RunPage.Option(kind: .sort, text: "-amount"), RunPage.Option(kind: .limit, text: "500"),
            RunPage.Option(kind: .format, text: "csv"),
        ]
        page.again = FormFields(
            parameters: [("signed_from", "2026-10-01"), ("kinds", "[\"new\",\"change, small\"]")], filter: "amount > 0")
        page.mayRun = true
        page.mayRetryDeliveries = true
        return page
    }

    static var failedRun: RunPage {
        var page = RunPage(run: runs[3])
        page.error = "the books cannot be reached: connection refused at books.internal:5432\nhint: is the server up?"
        page.mayResume = true
        page.mayRun = true
        return page
    }

    static var parameters: [ShownParameter] {
        [
            ShownParameter(label: "Signed from", text: "2026-10-01"),
            ShownParameter(label: "Signed to", text: "2026-11-29"),
            ShownParameter(label: "Region", text: ""), ShownParameter(label: "Access code", text: "***"),
        ]
    }

    static var services: ServicesPage {
        func latency(_ p50: Int, _ p95: Int, _ longest: Int) -> Latency {
            var latency = Latency()
            latency.p50 = .milliseconds(p50)
            latency.p95 = .milliseconds(p95)
            latency.max = .milliseconds(longest)
            return latency
        }
        var limits = ServiceLimits()
        limits.rate = Rate(count: 200, interval: .seconds(1))
        limits.burst = 200
        limits.adaptive = true
        var tether = ServiceItem(name: "tether", kind: "http", limits: limits)
        tether.title = "Tether"
        tether.description = "How a contract's discount is shared out."
        tether.calls = 48_213
        tether.errors = 312
        tether.latency = latency(118, 482, 1930)
        tether.active = 14
        tether.waiting = 220
        tether.currentConcurrency = 24
        tether.breaker = .open
        tether.openUntil = "2026-11-29T17:20:30+08:00"
        tether.lastError = "503 Service Unavailable"
        tether.hours = (0..<24).map { n in
            let hour = "2026-11-\(n < 7 ? 28 : 29)T\(padded((17 + n) % 24, 2)):00:00+08:00"
            let isQuiet = n == 9 || n == 10
            return ServiceHour(
                from: hour, calls: isQuiet ? 0 : 1800 + n * 20, errors: n == 14 ? 212 : n == 22 ? 100 : 0,
                latency: isQuiet ? nil : latency(100 + n * 7 % 40, 280 + (n * 37) % 210, 1900))
        }
        var rates = ServiceItem(name: "fx", kind: "sql", limits: ServiceLimits())
        rates.title = "Exchange rates"
        return ServicesPage(services: [tether, rates])
    }

    static var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                .error, "unknown-key", "unknown key 'tittle'",
                at: FilePosition(file: "reports/finance/aging.yaml", line: 12, column: 5), hint: "did you mean 'title'?"
            ),
            Diagnostic(
                .warning, "unused-enrichment", "nothing uses the enrichment 'fx'",
                at: FilePosition(file: "reports/contracts.yaml", line: 31, column: 3)),
        ]
    }
}
