extension StyleSheet {
    /// Colours, spaces and plain elements.
    static let base = #"""
        :root {
          color-scheme: light dark;
          --page: #f5f6f8; --surface: #ffffff; --sunken: #f0f2f5; --line: #dde1e7; --line-strong: #7d8796;
          --text: #1b2430; --muted: #586373; --accent: #1d5fae; --accent-strong: #174e90; --on-accent: #ffffff;
          --accent-soft: #e8f0fa; --focus: #1d5fae;
          --good: #17683d; --good-soft: #e3f4ea; --warn: #7d4d00; --warn-soft: #fdf1d7; --bad: #ad2323; --bad-soft: #fdeaea;
          --live: #1d5fae; --live-soft: #e3eefb; --quiet: #4f5a69; --quiet-soft: #eaedf1;
          --shadow: 0 1px 2px rgb(16 24 40 / .06), 0 1px 3px rgb(16 24 40 / .05);
          --s1: .25rem; --s2: .5rem; --s3: .75rem; --s4: 1rem; --s5: 1.5rem; --s6: 2rem; --s7: 3rem;
          --radius: .625rem; --radius-small: .375rem;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0f1318; --surface: #171c23; --sunken: #1f262f; --line: #2a323d; --line-strong: #6f7b8b;
            --text: #e5e9ef; --muted: #9ba7b6; --accent: #7fb4f5; --accent-strong: #a3caf9; --on-accent: #0c1a2b;
            --accent-soft: #1b2a3d; --focus: #7fb4f5;
            --good: #74d39b; --good-soft: #14301f; --warn: #eebd62; --warn-soft: #35280d; --bad: #f79a94; --bad-soft: #3d1a1a;
            --live: #8fbcf6; --live-soft: #182c46; --quiet: #adb7c4; --quiet-soft: #242c36;
            --shadow: none;
          }
        }
        *, ::before, ::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: var(--s4); }
        body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
        h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset, table { margin: 0; padding: 0; }
        fieldset { border: 0; min-width: 0; }
        ul, ol { list-style: none; }
        h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
        h2 { font-size: 1.0625rem; line-height: 1.4; font-weight: 650; }
        h3 { font-size: .8125rem; line-height: 1.4; font-weight: 600; color: var(--muted); }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
        a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
        code { font-family: var(--mono); font-size: .875em; }
        code.muted { font-weight: 400; }
        :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: var(--radius-small); }
        main:focus, section:focus, fieldset:focus { outline: none; }
        .muted { color: var(--muted); }
        .small { font-size: .875rem; }
        .bad { color: var(--bad); font-weight: 600; }
        .visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
        .icon { width: 1em; height: 1em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
        [hidden] { display: none !important; }
        @media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; } }

        """#

    static let print = #"""
        @media print {
          :root { --page: #fff; --surface: #fff; --text: #000; --muted: #444; --line: #bbb; --accent: #000; --shadow: none; color-scheme: light; }
          .bar, .skip, .crumb, .search, .filters, .pages, .actions, .options, .form, .numbers summary, .banner-good, button.button { display: none; }
          body { font-size: 10pt; }
          main { max-width: none; padding: 0; }
          .card { border: 0; padding: 0; margin-bottom: 1.5em; break-inside: avoid-page; }
          .split, .columns-3 { display: block; }
          .scroll { overflow: visible; margin: 0; padding: 0; }
          table { font-size: 8.5pt; }
          th, td { padding: .3em .5em; white-space: normal; }
          .button { border: 0; padding: 0; min-height: 0; background: none; color: inherit; }
          .chip { border: 1px solid currentColor; background: none; }
          tr { break-inside: avoid; }
          thead { display: table-header-group; }
        }

        """#
}
