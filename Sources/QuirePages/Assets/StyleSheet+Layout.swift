extension StyleSheet {
    /// What is around the content, and how the content is laid out.
    static let layout = #"""
        .skip { position: absolute; left: var(--s4); top: -4rem; z-index: 2; padding: var(--s2) var(--s4); background: var(--surface); border-radius: var(--radius-small); box-shadow: var(--shadow); }
        .skip:focus { top: var(--s2); }
        .bar { background: var(--surface); border-bottom: 1px solid var(--line); }
        .bar-inner { max-width: 76rem; margin: 0 auto; padding: 0 var(--s5); display: flex; align-items: stretch; gap: var(--s2) var(--s5); flex-wrap: wrap; min-height: 3.25rem; }
        .brand { display: inline-flex; align-items: center; gap: var(--s2); color: var(--text); font-weight: 700; letter-spacing: -.01em; text-decoration: none; }
        .brand:hover { color: var(--text); }
        .brand .icon { width: 1.375rem; height: 1.375rem; color: var(--accent); stroke-width: 1.3; }
        .menu ul { display: flex; height: 100%; gap: var(--s1); }
        .menu a { display: flex; align-items: center; height: 100%; min-height: 2.75rem; padding: 0 var(--s3); color: var(--muted); text-decoration: none; font-size: .9375rem; font-weight: 500; border-bottom: 2px solid transparent; margin-bottom: -1px; }
        .menu a:hover { color: var(--text); }
        .menu a[aria-current] { color: var(--text); border-bottom-color: var(--accent); }
        .menu a:focus-visible { outline-offset: -3px; }
        .bar-end { margin-left: auto; display: flex; align-items: center; gap: var(--s4); font-size: .875rem; color: var(--muted); }
        .bar-end a, .link-button { color: var(--muted); text-decoration: none; padding: var(--s1) 0; }
        .bar-end a:hover, .link-button:hover { color: var(--text); text-decoration: underline; }
        .link-button { background: none; border: 0; font: inherit; cursor: pointer; }
        .user { display: inline-flex; align-items: center; gap: var(--s1); }
        main { max-width: 76rem; margin: 0 auto; padding: var(--s6) var(--s5) var(--s7); }
        .page-head { display: flex; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: var(--s4); margin-bottom: var(--s5); }
        .page-head > div:first-child { flex: 1 1 24rem; min-width: 0; }
        .page-head h1 .chip { vertical-align: .2em; margin-left: var(--s2); letter-spacing: 0; }
        .crumb { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s1); font-size: .875rem; margin-bottom: var(--s1); color: var(--muted); }
        .crumb a { color: var(--muted); text-decoration: none; }
        .crumb a:hover { color: var(--text); text-decoration: underline; }
        .lead { color: var(--muted); margin-top: var(--s1); max-width: 65ch; }
        .split { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: var(--s5); align-items: start; }
        .split > *, .columns-3 > * { min-width: 0; }
        .columns-3 { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--s5); margin-top: var(--s4); }
        .narrow { max-width: 28rem; margin: var(--s6) auto 0; }
        .narrow:has(.diagnostics) { max-width: 48rem; }
        @media (max-width: 60rem) {
          .split { grid-template-columns: minmax(0, 1fr); gap: 0; }
          .columns-3 { grid-template-columns: minmax(0, 1fr); gap: var(--s4); }
        }
        @media (max-width: 44rem) {
          .bar-inner { padding: var(--s2) var(--s4) 0; row-gap: 0; }
          .bare .bar-inner { padding-bottom: var(--s2); }
          .menu { order: 3; flex: 1 0 100%; overflow-x: auto; margin: 0 calc(var(--s3) * -1); }
          main { padding: var(--s5) var(--s4) var(--s6); }
          .user span { max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
          .page-head { align-items: stretch; }
          .narrow { margin-top: var(--s4); }
        }

        """#
}
