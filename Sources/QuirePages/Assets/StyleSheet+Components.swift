extension StyleSheet {
    /// Cards, chips, tables, lists and charts.
    static let components = #"""
        .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--s5); margin-bottom: var(--s5); }
        .card > h2, .card-head { margin-bottom: var(--s4); }
        .card > h3 { margin: var(--s5) 0 var(--s2); }
        .card > h2 + *, .card-head + * { margin-top: 0; }
        .card > p + .tiles, .card > .tiles + p, .card > .pairs + p { margin-top: var(--s4); }
        .schedule > .card-head, .service > .card-head { align-items: flex-start; }
        .card-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: var(--s2) var(--s4); }
        .empty { display: flex; flex-direction: column; align-items: center; gap: var(--s3); padding: var(--s7) var(--s5); color: var(--muted); text-align: center; }
        .empty .icon { width: 2rem; height: 2rem; stroke-width: 1; }
        .chip { display: inline-flex; align-items: center; gap: .3em; padding: .1em .6em .1em .45em; border-radius: 99px; font-size: .8125rem; line-height: 1.5; font-weight: 550; white-space: nowrap; vertical-align: middle; }
        .chip-good { color: var(--good); background: var(--good-soft); }
        .chip-warn { color: var(--warn); background: var(--warn-soft); }
        .chip-bad { color: var(--bad); background: var(--bad-soft); }
        .chip-live { color: var(--live); background: var(--live-soft); }
        .chip-quiet { color: var(--quiet); background: var(--quiet-soft); }
        .banner { display: flex; gap: var(--s2); align-items: flex-start; padding: var(--s3) var(--s4); margin-bottom: var(--s5); border-radius: var(--radius); background: var(--quiet-soft); color: var(--text); white-space: pre-line; }
        .card .banner { margin-bottom: var(--s4); }
        .banner .icon { margin-top: .25em; }
        .banner-good { background: var(--good-soft); } .banner-good .icon { color: var(--good); }
        .banner-warn { background: var(--warn-soft); } .banner-warn .icon { color: var(--warn); }
        .banner-bad { background: var(--bad-soft); } .banner-bad .icon { color: var(--bad); }

        .report-item { display: grid; grid-template-columns: minmax(0, 1fr) 34rem; gap: var(--s5); padding: var(--s4) var(--s5); margin-bottom: var(--s3); align-items: center; position: relative; }
        .report-item:hover { border-color: var(--line-strong); }
        .report-item h2 a { text-decoration: none; }
        .report-item h2 a:hover { text-decoration: underline; }
        .report-main p { margin-top: var(--s1); }
        .report-times { display: grid; grid-template-columns: 1fr auto; gap: var(--s4); font-size: .9375rem; }
        .report-times > div:last-child { width: 11rem; }
        .report-times dd a { color: inherit; text-decoration: none; }
        .report-times dd a:hover { text-decoration: underline; }
        .report-times .chip { margin-left: var(--s1); }
        dt { font-size: .8125rem; color: var(--muted); }
        .found { color: var(--muted); font-size: .875rem; }
        .found:not(:empty) { margin-bottom: var(--s3); }
        @media (max-width: 68rem) { .report-item { grid-template-columns: minmax(0, 1fr); gap: var(--s3); } }
        @media (max-width: 34rem) { .report-times { grid-template-columns: 1fr; gap: var(--s2); } }

        .scroll { position: relative; overflow-x: auto; margin: 0 calc(var(--s5) * -1); padding: 0 var(--s5); }
        .scroll:focus-visible { outline-offset: -2px; }
        table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
        th, td { padding: var(--s2) var(--s3); text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
        th:first-child, td:first-child { padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { font-size: .8125rem; font-weight: 600; color: var(--muted); border-bottom-color: var(--line-strong); }
        tbody tr:last-child > * { border-bottom: 0; }
        tbody tr:hover > * { background: var(--sunken); box-shadow: none; }
        .number { text-align: end; }
        td.prose { white-space: pre-line; min-width: 24rem; }
        td.problem { background: var(--bad-soft); }
        .problem-mark { color: var(--bad); }
        td.bad { color: var(--bad); }

        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: var(--s4); }
        .tiles dd { font-size: 1.375rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; }
        .tiles dd small { font-size: .875rem; font-weight: 400; letter-spacing: 0; }
        @media (max-width: 34rem) { .tiles dd { font-size: 1.125rem; } }
        .pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 40%), 1fr)); gap: var(--s3) var(--s5); }
        .pairs dd { overflow-wrap: anywhere; }
        .facts li + li { margin-top: var(--s2); }
        .facts { font-size: .9375rem; }
        .columns { display: flex; flex-wrap: wrap; gap: var(--s2); font-size: .875rem; }
        .columns li { padding: 0 var(--s2); background: var(--sunken); border-radius: var(--radius-small); line-height: 1.75; }
        .fires { font-size: .9375rem; }
        .fires li { padding: .1875rem 0; }
        .columns-3 h3 { margin-bottom: var(--s1); }
        .downloads { display: flex; flex-direction: column; gap: var(--s3); align-items: flex-start; margin-bottom: var(--s5); }
        .downloads li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) var(--s3); max-width: 100%; }
        .downloads .button { overflow-wrap: anywhere; white-space: normal; text-align: start; }
        .diagnostics li { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: var(--s3); padding: var(--s3) 0; border-top: 1px solid var(--line); align-items: baseline; }
        .diagnostics .chip { justify-self: start; }
        .diagnostics li:first-child { border-top: 0; padding-top: 0; }
        .diagnostics li:last-child { padding-bottom: 0; }
        .diagnostics code { overflow-wrap: anywhere; }
        .error-card { text-align: start; }
        .error-card > * + * { margin-top: var(--s3); }
        .error-code { font-size: .875rem; color: var(--muted); font-weight: 600; }
        .pages { display: flex; gap: var(--s3); justify-content: flex-end; }

        #progress .tiles { grid-template-columns: repeat(auto-fill, minmax(min(13rem, 40%), 1fr)); }
        .bars { margin-top: var(--s4); }
        #progress > .bars ~ p { margin-top: var(--s3); }
        .bar-row { display: grid; grid-template-columns: minmax(6rem, 10rem) minmax(0, 1fr) minmax(8rem, auto); gap: var(--s3); align-items: center; padding: var(--s1) 0; }
        .bar-count { text-align: end; font-size: .9375rem; color: var(--muted); }
        progress { appearance: none; -webkit-appearance: none; width: 100%; height: .5rem; border: 0; border-radius: 99px; background: var(--quiet-soft); overflow: hidden; }
        progress::-webkit-progress-bar { background: var(--quiet-soft); border-radius: 99px; }
        progress::-webkit-progress-value { background: var(--accent); border-radius: 99px; transition: width .4s ease; }
        progress::-moz-progress-bar { background: var(--accent); border-radius: 99px; }
        @media (max-width: 34rem) { .bar-row { grid-template-columns: 1fr auto; gap: 0 var(--s3); } .bar-row progress { grid-row: 2; grid-column: 1 / -1; } }

        .chart { margin-top: var(--s5); }
        .chart figcaption { font-size: .8125rem; color: var(--muted); display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); margin-bottom: var(--s2); }
        .chart svg { display: block; width: 100%; max-width: 40rem; height: auto; overflow: visible; }
        .chart text { font: .6875rem var(--sans); fill: var(--muted); }
        @media (max-width: 34rem) { .chart text { font-size: .9375rem; } }
        .chart .grid { stroke: var(--line); }
        .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .chart .median { stroke: var(--accent); }
        .chart .p95 { stroke: var(--muted); stroke-dasharray: 4 3; }
        .chart .errors { fill: var(--bad-soft); }
        .key::before { content: ""; display: inline-block; width: 1.1em; vertical-align: .25em; margin-right: .4em; border-top: 2px solid var(--accent); }
        .key-p95::before { border-top: 2px dashed var(--muted); }
        .key-errors::before { height: .8em; border: 0; background: var(--bad-soft); vertical-align: -.1em; outline: 1px solid var(--line); }
        .numbers { margin-top: var(--s3); }
        .numbers .scroll { margin-top: var(--s3); }
        summary { cursor: pointer; border-radius: var(--radius-small); }
        .numbers summary { font-size: .875rem; color: var(--accent); width: fit-content; }

        """#
}
