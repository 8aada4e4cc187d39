extension StyleSheet {
    /// Fields, buttons and errors.
    static let forms = #"""
        .button { display: inline-flex; align-items: center; justify-content: center; gap: var(--s2); min-height: 2.5rem; padding: .375rem var(--s4); font: inherit; font-size: .9375rem; font-weight: 550; line-height: 1.3; color: var(--text); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-small); text-decoration: none; cursor: pointer; white-space: nowrap; }
        .button:hover { background: var(--sunken); color: var(--text); }
        .button-primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        .button-primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
        .button-danger { color: var(--bad); border-color: currentColor; }
        .button-danger:hover { color: var(--bad); background: var(--bad-soft); }
        .button-small { min-height: 2rem; padding: .125rem var(--s3); font-size: .875rem; }
        .button[aria-disabled] { opacity: .65; cursor: progress; }
        .actions { display: flex; flex-wrap: wrap; gap: var(--s3); align-items: center; }
        .form > * + * { margin-top: var(--s5); }
        .form > h2 + .fields { margin-top: var(--s4); }
        .form input[type=hidden] + * { margin-top: 0; }
        .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: var(--s4) var(--s5); align-items: end; }
        .field { min-width: 0; }
        .field-wide { grid-column: 1 / -1; }
        label, legend { display: block; font-size: .9375rem; font-weight: 550; padding: 0; margin-bottom: var(--s1); }
        .required { font-size: .8125rem; font-weight: 400; color: var(--muted); }
        .hint { font-size: .875rem; color: var(--muted); margin-bottom: var(--s1); }
        .field input:not([type=checkbox]), .field select, .field textarea { width: 100%; min-height: 2.5rem; padding: .375rem var(--s3); font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-small); }
        .field textarea { display: block; resize: vertical; line-height: 1.5; }
        .field select { padding-right: var(--s2); }
        .field input:focus-visible, .field select:focus-visible, .field textarea:focus-visible, .search input:focus-visible { outline-offset: -1px; }
        .has-error input:not([type=checkbox]), .has-error select, .has-error textarea { border-color: var(--bad); border-width: 2px; padding: calc(.375rem - 1px) calc(var(--s3) - 1px); }
        .field-error { display: flex; gap: var(--s1); align-items: flex-start; font-size: .875rem; font-weight: 550; color: var(--bad); margin-bottom: var(--s1); }
        .field-error .icon { margin-top: .2em; }
        .check { display: flex; gap: var(--s2); align-items: flex-start; font-weight: 400; padding: .1875rem 0; margin: 0; cursor: pointer; }
        .check input { flex: none; width: 1.125rem; height: 1.125rem; margin: .1875rem 0 0; accent-color: var(--accent); }
        .checks { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 0 var(--s4); max-height: 20rem; overflow-y: auto; }
        .sheet-name { font-size: .8125rem; font-weight: 600; color: var(--muted); margin-top: var(--s3); }
        .options { border: 1px solid var(--line); border-radius: var(--radius-small); }
        .options > summary { padding: var(--s3) var(--s4); font-weight: 550; font-size: .9375rem; }
        .options > summary .muted { font-weight: 400; margin-left: var(--s1); }
        .options > .field, .options > .fields { padding: 0 var(--s4); margin: var(--s2) 0 var(--s4); }
        .options .checks { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
        .error-summary { border: 2px solid var(--bad); border-radius: var(--radius-small); padding: var(--s3) var(--s4); }
        .error-summary h2 { display: flex; align-items: center; gap: var(--s2); color: var(--bad); }
        .error-summary ul { margin-top: var(--s2); }
        .error-summary li { white-space: pre-line; }
        .error-summary a { color: var(--bad); font-weight: 550; }
        .search { display: flex; gap: var(--s2); flex: 0 1 24rem; }
        .search-box { position: relative; flex: 1; }
        .search-box .icon { position: absolute; left: var(--s3); top: 50%; margin-top: -.5em; color: var(--muted); }
        .search input { width: 100%; min-height: 2.5rem; padding: .375rem var(--s3) .375rem 2.25rem; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-small); }
        ::placeholder { color: var(--muted); opacity: 1; }
        .filters { display: flex; flex-wrap: wrap; align-items: flex-end; gap: var(--s3); margin-bottom: var(--s4); }
        .filters .field { flex: 0 1 14rem; }
        @media (max-width: 44rem) { .search { flex: 1 1 100%; } .filters .field { flex: 1 1 9rem; } }
        @media (pointer: coarse) { .button, .field input:not([type=checkbox]), .field select, .search input { min-height: 2.75rem; } .check { padding: var(--s2) 0; } }

        """#
}
