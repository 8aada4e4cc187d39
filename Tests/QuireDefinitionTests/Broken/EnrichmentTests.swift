import QuireTesting
import Testing

@Test(
    "What an enrichment cannot be is told at its place",
    arguments: [
        LintCase(
            "name of an enrichment",
            """
            enrich: { 1️⃣Tether: { lookup: tether, input: { sn: sn } } }
            columns: [Tether.ours]
            """,
            [
                "1️⃣ invalid-name: 'Tether' cannot be the name of an enrichment"
                    + " (names are lower-case letters, digits and _, and begin with a letter)"
            ]),
        LintCase(
            "unknown service",
            """
            enrich: { tether: { lookup: 1️⃣tehter.discount, input: { sn: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-service: there is no service 'tehter' (did you mean 'tether'?)"
            ]),
        LintCase(
            "unknown lookup",
            """
            enrich: { tether: { lookup: 1️⃣tether.discuont, input: { sn: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-lookup: the service 'tether' has no lookup 'discuont'"
                    + " (did you mean 'discount'?)"
            ]),
        LintCase(
            "service of several lookups",
            """
            enrich: { pair: { lookup: 1️⃣pair, input: { sn: sn } } }
            columns: [pair.a]
            """,
            [
                "1️⃣ unknown-lookup: the service 'pair' has several lookups"
                    + " (write one of pair.four, pair.one, pair.three, pair.two)"
            ]),
        LintCase(
            "unknown input",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn, 1️⃣day: day } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-input: 'tether.discount' has no input 'day' (it takes sn)"
            ]),
        LintCase(
            "misspelt input",
            """
            enrich: { tether: { lookup: tether, input: { 1️⃣ns: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-input: 'tether.discount' has no input 'ns' (did you mean 'sn'?)"
            ]),
        LintCase(
            "missing input",
            """
            enrich: { fx: { lookup: fx, input: 1️⃣{ currency: currency } } }
            columns: [fx.rate]
            """,
            [
                "1️⃣ missing-input: 'fx.rate' needs the input 'day'"
                    + " (add it under 'input', as an expression)"
            ]),
        LintCase(
            "enrichment without lookup",
            """
            enrich: { fx: 1️⃣{ input: { currency: currency } } }
            columns: [fx.rate]
            """,
            [
                "1️⃣ missing-key: an enrichment needs 'lookup'"
                    + " (`service.lookup`, or a list of them, with the same inputs and fields in the same order: each is asked for what those before it did not find.)"
            ]),
        LintCase(
            "enrichment without input",
            """
            enrich: { fx: 1️⃣{ lookup: fx } }
            columns: [fx.rate]
            """,
            [
                "1️⃣ missing-key: an enrichment needs 'input'"
                    + " (One expression for each of the lookup's inputs; a null input means no call.)"
            ]),
        LintCase(
            "enrichment without input of an unknown service",
            """
            enrich: { fx: 1️⃣{ lookup: 2️⃣fxx } }
            columns: [fx.rate]
            """,
            [
                "1️⃣ missing-key: an enrichment needs 'input'"
                    + " (One expression for each of the lookup's inputs; a null input means no call.)",
                "2️⃣ unknown-service: there is no service 'fxx' (did you mean 'fx'?)",
            ]),
        LintCase(
            "no lookups",
            """
            enrich: { fx: { lookup: 1️⃣[], input: {} } }
            columns: [fx.rate]
            """,
            [
                "1️⃣ missing-value: 'lookup' names no lookup"
            ]),
        LintCase(
            "inputs without a value",
            """
            enrich: { tether: { lookup: tether, input: { sn: 1️⃣} } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ wrong-type: 'sn' takes an expression, not nothing"
            ]),
        LintCase(
            "syntax error in an input",
            """
            enrich: { tether: { lookup: tether, input: { sn: 'trim1️⃣(sn' } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ expression-syntax: the parenthesis is never closed"
            ]),
        LintCase(
            "unknown parameter in when",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, when: 'amount > 1️⃣:least' } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':least'"
            ]),
        LintCase(
            "an input of an enrichment with other problems",
            """
            enrich: { fx: { lookup: fx, input: 1️⃣{ currency: "2️⃣:c" } } }
            columns:
              - { title: A, value: fx.3️⃣rte }
            """,
            [
                "1️⃣ missing-input: 'fx.rate' needs the input 'day'"
                    + " (add it under 'input', as an expression)",
                "2️⃣ unknown-parameter: there is no parameter ':c'",
                "3️⃣ unknown-field: there is no field 'fx.rte' (did you mean 'fx.rate'?)",
            ]),
        LintCase(
            "on_missing is a number",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, on_missing: 1️⃣0 } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ wrong-type: 'on_missing' takes blank, fail, or default values such as { rate: 1.0 }, not '0'"
            ]),
        LintCase(
            "default of an unknown field",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, on_error: { 1️⃣our: 0 } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-field: 'tether.discount' has no field 'our' (did you mean 'ours'?)"
            ]),
        LintCase(
            "default of another type",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, on_missing: { ours: 1️⃣none } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ wrong-type: 'none' is no number"
            ]),
        LintCase(
            "error_limit is no share",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, error_limit: 1️⃣0.1 } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ wrong-type: 'error_limit' takes a share such as 10%, not '0.1'"
            ]),
        LintCase(
            "error_limit over everything",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn }, error_limit: 1️⃣110% } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ wrong-type: 'error_limit' takes a share such as 10%, not '110%'"
            ]),
        LintCase(
            "waterfall of other inputs",
            """
            enrich: { tether: { lookup: [tether, 1️⃣fx], input: { sn: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ invalid-waterfall: 'fx.rate' does not have the inputs and fields of 'tether.discount'"
                    + " (the lookups of one enrichment have the same inputs and fields, by name and type, in the same order)"
            ]),
        LintCase(
            "waterfall with an unknown service",
            """
            enrich: { tether: { lookup: [tether, 1️⃣tehter], input: { sn: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ unknown-service: there is no service 'tehter' (did you mean 'tether'?)"
            ]),
        LintCase(
            "fields that only the opened service knows",
            """
            enrich:
              share: { lookup: share.ours, input: { sn: sn }, on_missing: { any: 1 }, on_error: { other: x } }
              names: { lookup: names, input: { sn: share.no } }
            columns: [share.any, names."Customer Name"]
            """, []),
        LintCase(
            "waterfall of a lookup with such fields and one without",
            """
            enrich: { a: { lookup: [share.ours, names, tether], input: { sn: sn }, on_missing: { 1️⃣our: 1 } } }
            columns: [a.ours, a.2️⃣thers]
            """,
            [
                "1️⃣ unknown-field: 'tether.discount' has no field 'our' (did you mean 'ours'?)",
                "2️⃣ unknown-field: there is no field 'a.thers' (did you mean 'a.theirs'?)",
            ]),
        LintCase(
            "waterfall of other inputs, with fields that only the opened service knows",
            """
            enrich: { a: { lookup: [share.ours, 1️⃣share.rate], input: { sn: sn } } }
            columns: [a.ours]
            """,
            [
                "1️⃣ invalid-waterfall: 'share.rate' does not have the inputs and fields of 'share.ours'"
                    + " (the lookups of one enrichment have the same inputs and fields, by name and type, in the same order)"
            ]),
        LintCase(
            "waterfall of other fields behind one whose fields are not known",
            """
            enrich: { a: { lookup: [names, pair.one, 1️⃣pair.two], input: { sn: sn } } }
            columns: [a.a]
            """,
            [
                "1️⃣ invalid-waterfall: 'pair.two' does not have the inputs and fields of 'pair.one'"
                    + " (the lookups of one enrichment have the same inputs and fields, by name and type, in the same order)"
            ]),
        LintCase(
            "waterfall of other fields",
            """
            enrich: { a: { lookup: [pair.one, 1️⃣pair.two], input: { sn: sn } } }
            columns: [a.a]
            """,
            [
                "1️⃣ invalid-waterfall: 'pair.two' does not have the inputs and fields of 'pair.one'"
                    + " (the lookups of one enrichment have the same inputs and fields, by name and type, in the same order)"
            ]),
        LintCase(
            "waterfall of inputs in another order",
            """
            enrich: { a: { lookup: [pair.three, 1️⃣pair.four], input: { a: sn, b: sn } } }
            columns: [a.c]
            """,
            [
                "1️⃣ invalid-waterfall: 'pair.four' does not have the inputs and fields of 'pair.three'"
                    + " (the lookups of one enrichment have the same inputs and fields, by name and type, in the same order)"
            ]),
        LintCase(
            "cycle of two",
            """
            enrich:
              1️⃣a: { lookup: tether, input: { sn: b.ours } }
              b: { lookup: tether, input: { sn: a.ours } }
            columns: [a.ours]
            """,
            [
                "1️⃣ enrichment-cycle: enrichments wait for each other: a → b → a"
                    + " (an enrichment's input and 'when' may use only fields of enrichments that do not use its own)"
            ]),
        LintCase(
            "cycle of three behind another",
            """
            enrich:
              d: { lookup: tether, input: { sn: a.ours } }
              1️⃣a: { lookup: tether, input: { sn: b.ours } }
              b: { lookup: tether, input: { sn: c.ours } }
              c: { lookup: tether, input: { sn: sn }, when: a.ours > 0 }
            columns: [d.ours]
            """,
            [
                "1️⃣ enrichment-cycle: enrichments wait for each other: a → b → c → a"
                    + " (an enrichment's input and 'when' may use only fields of enrichments that do not use its own)"
            ]),
        LintCase(
            "an enrichment that waits for itself",
            """
            enrich:
              1️⃣a: { lookup: tether, input: { sn: a.ours } }
            columns: [a.ours]
            """,
            [
                "1️⃣ enrichment-cycle: enrichments wait for each other: a → a"
                    + " (an enrichment's input and 'when' may use only fields of enrichments that do not use its own)"
            ]),
        LintCase(
            "two cycles",
            """
            enrich:
              1️⃣a: { lookup: tether, input: { sn: a.ours } }
              2️⃣b: { lookup: tether, input: { sn: B.ours } }
            columns: [a.ours, b.ours]
            """,
            [
                "1️⃣ enrichment-cycle: enrichments wait for each other: a → a"
                    + " (an enrichment's input and 'when' may use only fields of enrichments that do not use its own)",
                "2️⃣ enrichment-cycle: enrichments wait for each other: b → b"
                    + " (an enrichment's input and 'when' may use only fields of enrichments that do not use its own)",
            ]),
        LintCase(
            "unused enrichment",
            """
            enrich:
              tether: { lookup: tether, input: { sn: sn } }
              1️⃣again: { lookup: tether, input: { sn: sn } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ warning unused-enrichment: nothing uses the enrichment 'again', so it is not fetched"
            ]),
        LintCase(
            "enrichment that only an unused one uses",
            """
            enrich:
              1️⃣a: { lookup: tether, input: { sn: sn } }
              2️⃣b: { lookup: tether, input: { sn: a.ours } }
            """,
            [
                "1️⃣ warning unused-enrichment: nothing uses the enrichment 'a', so it is not fetched",
                "2️⃣ warning unused-enrichment: nothing uses the enrichment 'b', so it is not fetched",
            ]),
        LintCase(
            "an enrichment used in other letters",
            """
            enrich:
              tether: { lookup: tether, input: { sn: sn } }
            columns:
              - { value: TETHER.ours }
            """,
            []),
        LintCase(
            "a broken column does not make its enrichment unused",
            """
            enrich:
              tether: { lookup: tether, input: { sn: sn } }
            columns:
              - { title: A, value: 'tether.ours *1️⃣' }
            """,
            [
                "1️⃣ expression-syntax: the expression ends too early"
            ]),
    ])
func brokenEnrichments(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
