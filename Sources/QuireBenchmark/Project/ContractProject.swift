import FoundationEssentials

/// A project as a user would write it, with one report, `contracts`, that takes the parameter `rows`.
struct ContractProject {
    enum Report {
        /// Six columns with what the tether service knows.
        case shares
        /// With a second enrichment on a field of the first.
        case terms
        /// The twelve columns of `rendering-baseline`.
        case sheet
        /// The same, the share from the tether service; a tenth as many distinct keys as rows.
        case enrichedSheet
        /// The same twelve columns sorted, with two summaries over them and a chart.
        case workbook
    }

    static let token = "benchmark-token"

    var report: Report
    var concurrency = 32
    var bulkSize: Int?
    var source = ContractSource.sqlite
    /// A program in Python is asked in place of the tether service, for 1,000 keys at once.
    var asksPlugin = false
    /// The state has a folder.
    var isRemembered = true

    /// Writes it, with a connection to the database at the path `database`.
    func write(to folder: String, database: String, rowCount: Int) throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/services", withIntermediateDirectories: true)
        let files = [
            "quire.yaml": project(database: database, rowLimit: rowCount),
            "contracts.yaml": contracts(rowCount: rowCount),
            "services/tether.yaml": asksPlugin ? "kind: plugin\nplugin: tether\n" : tether,
            "tether.py": Self.plugin,
        ]
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }
        let state = folder + "/.quire"
        try? FileManager.default.removeItem(atPath: state)
        // Where a file is in its place there can be none.
        if !isRemembered { try Data().write(to: URL(filePath: state)) }
    }

    /// The environment that it needs.
    ///
    /// - Parameter url: of the services.
    func variables(url: String) -> [String: String] {
        var variables = ["SERVICE_URL": url, "SERVICE_TOKEN": Self.token]
        if case .postgres(let database) = source { variables["BOOKS_URL"] = database }
        return variables
    }

    private func project(database: String, rowLimit: Int) -> String {
        let connection = source == .sqlite ? "kind: sqlite, file: \(database)" : "kind: postgres, url: \"${BOOKS_URL}\""
        return """
            timezone: Asia/Shanghai
            connections:
              crm: { \(connection) }
            \(asksPlugin ? "plugins: { tether: { command: [python3, tether.py] } }" : "")
            defaults: { row_limit: \(rowLimit) }
            """
    }

    /// Answers as the tether service does.
    private static let plugin = #"""
        import json, sys

        OFFER = {"protocol": 1, "lookups": {"discount": {
            "input": {"sn": "text"},
            "fields": {"ours": "number", "theirs": "number", "currency": "text"}, "bulk": {"size": 1000}}}}
        CURRENCIES = ["CNY", "USD", "CNY", "EUR"]

        def found(key):
            number = int(key["sn"][1:])
            ours = (7 * number + 18) % 101
            return {"found": {"ours": ours / 100, "theirs": (100 - ours) / 100, "currency": CURRENCIES[number % 4]}}

        for line in sys.stdin:
            request = json.loads(line)
            method = request["method"]
            if method == "initialize":
                result = OFFER
            elif method == "lookup":
                result = {"results": [found(key) for key in request["params"]["keys"]]}
            else:
                result = None
            if "id" in request:
                print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
            if method == "shutdown":
                break
        """#

    private func contracts(rowCount: Int) -> String {
        """
        title: Contracts
        parameters:
          rows: { type: integer }
        source:
          connection: crm
          query: |
            SELECT \(fields(rowCount: rowCount))
              FROM contract
             WHERE id <= :rows
             ORDER BY id
        \(enrichments)
        columns:
        \(columns)
        """
    }

    private func fields(rowCount: Int) -> String {
        switch report {
        case .shares, .terms: "sn, customer, amount, currency, signed_on"
        case .sheet, .workbook:
            "sn, customer, region, currency, remark, amount, share, discount, units, visits, signed_on, active"
        case .enrichedSheet:
            "sn, customer, region, currency, remark, amount, discount, units, visits, signed_on, active, "
                + "printf('C%07d', id * 7919 % \(max(1, rowCount / 10))) AS agreement"
        }
    }

    private var enrichments: String {
        switch report {
        case .sheet, .workbook: ""
        case .shares: "enrich:\n  tether: { lookup: tether.discount, input: { sn: sn } }"
        case .enrichedSheet: "enrich:\n  tether: { lookup: tether.discount, input: { sn: agreement } }"
        case .terms:
            """
            enrich:
              tether: { lookup: tether.discount, input: { sn: sn } }
              terms:  { lookup: tether.terms, input: { sn: sn, currency: tether.currency } }
            """
        }
    }

    private var columns: String {
        let shares = """
              - { title: Contract, value: sn, bold: true }
              - customer
              - { title: Signed on, value: signed_on, format: date }
              - { title: Amount, value: amount, format: money, total: sum }
              - { title: Our share, value: tether.ours, format: percent, empty: n/a }
              - { title: Our discount, value: "round(amount * tether.ours, 2)", format: money, total: sum }
            """
        return switch report {
        case .shares: shares
        case .terms: shares + "\n  - { title: Days, value: terms.days }"
        case .sheet: sheet(share: "share")
        case .workbook: sheet(share: "share") + "\n" + Self.sheets
        case .enrichedSheet: sheet(share: "tether.ours")
        }
    }

    private static let sheets = """
        sheets:
          - name: By region
            query: |
              SELECT region, currency, count(*) AS contracts, sum(amount) AS amount FROM rows GROUP BY 1, 2 ORDER BY 4 DESC
            charts:
              - { type: column, title: Amount, categories: region, values: [amount] }
          - name: By month
            query: |
              SELECT strftime('%Y-%m', signed_on) AS month, sum(amount) AS amount,
                     sum(sum(amount)) OVER (ORDER BY strftime('%Y-%m', signed_on)) AS so_far
                FROM rows GROUP BY 1
          - name: Contracts
            sort: [-amount, sn]
        """

    private func sheet(share: String) -> String {
        """
          - sn
          - customer
          - region
          - currency
          - remark
          - { title: Amount, value: amount, format: money }
          - { title: Our share, value: \(share), format: percent }
          - { title: Discount, value: discount, format: money }
          - units
          - visits
          - { title: Signed on, value: signed_on, format: date }
          - active
        """
    }

    private var tether: String {
        """
        title: Tether
        url: ${SERVICE_URL}
        authenticator: { type: token, scheme: Token, token: "${SERVICE_TOKEN}" }
        limits: { max_concurrency: \(concurrency) }
        lookups:
          discount:
            input: { sn: text }
            request: { method: GET, path: /contract/, query: { sn: "{sn}" } }
            responses:
              - { when: { path: $.code, not_in: [0] }, action: fail, message: $.msg }
            fields:
              ours:     { path: $.discount.ours, type: number }
              theirs:   { path: $.discount.theirs, type: number }
              currency: { path: $.currency, type: text }
        \(bulk)
          terms:
            input: { sn: text, currency: text }
            request: { method: GET, path: /terms, query: { sn: "{sn}", currency: "{currency}" } }
            fields:
              days: { path: $.days, type: integer }
        """
    }

    private var bulk: String {
        guard let bulkSize else { return "" }
        return """
                bulk:
                  size: \(bulkSize)
                  request: { method: POST, path: /contract/batch, json: { sns: "{sn}" } }
                  items: $.results[*]
                  match: { sn: $.sn }
            """
    }
}
