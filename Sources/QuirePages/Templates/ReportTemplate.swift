extension Templates {
    static let report = #"""
        <div class="page-head">
        <div>
        <p class="crumb"><a href="/">{{t.reports}}</a></p>
        <h1>{{title}}</h1>
        {{#description}}
        <p class="lead">{{.}}</p>
        {{/description}}
        </div>
        </div>
        {{#problems}}
        <section class="card" aria-labelledby="definition-problems">
        <h2 id="definition-problems">{{t.definitionProblems}}</h2>
        {{>diagnostics}}
        </section>
        {{/problems}}
        <div class="split">
        <div>
        {{#form}}{{>reportForm}}{{/form}}
        {{^form}}
        <p class="banner">{{t.mayNotRun}}</p>
        {{/form}}
        {{#preview}}{{>preview}}{{/preview}}
        <section aria-labelledby="recent-runs" class="card">
        <div class="card-head">
        <h2 id="recent-runs">{{t.recentRuns}}</h2>
        {{#hasRuns}}<a href="{{allRuns}}">{{t.allRuns}}</a>{{/hasRuns}}
        </div>
        {{#runs}}{{>runTable}}{{/runs}}
        {{^hasRuns}}<p class="muted">{{t.noRunsYet}}</p>{{/hasRuns}}
        </section>
        </div>
        <div>
        {{>reportFacts}}
        </div>
        </div>

        """#

    static let reportFacts = #"""
        {{#hasSheets}}
        <section class="card" aria-labelledby="columns">
        <h2 id="columns">{{t.columns}}</h2>
        {{#sheets}}
        {{#heading}}<h3>{{.}}</h3>{{/heading}}
        <ul class="columns">
        {{#columns}}
        <li>{{title}}</li>
        {{/columns}}
        </ul>
        {{/sheets}}
        </section>
        {{/hasSheets}}
        {{#hasEnrichments}}
        <section class="card" aria-labelledby="services">
        <h2 id="services">{{t.services}}</h2>
        <ul class="facts">
        {{#services}}
        <li>{{title}} <code class="muted">{{name}}</code></li>
        {{/services}}
        </ul>
        <h3>{{t.enrichments}}</h3>
        <ul class="facts">
        {{#enrichments}}
        <li><code>{{name}}</code> <span class="muted">{{detail}}</span></li>
        {{/enrichments}}
        </ul>
        </section>
        {{/hasEnrichments}}
        <section class="card" aria-labelledby="schedules">
        <h2 id="schedules">{{t.schedules}}</h2>
        {{#hasSchedules}}
        <ul class="facts">
        {{#schedules}}
        <li><strong>{{words}}</strong>{{#chip}} {{>chip}}{{/chip}}<br>
        <span class="muted">{{timezone}}</span>{{#next}}<br>
        <span class="muted">{{t.next}}</span> {{>time}}{{/next}}</li>
        {{/schedules}}
        </ul>
        {{/hasSchedules}}
        {{^hasSchedules}}<p class="muted">{{t.noSchedules}}</p>{{/hasSchedules}}
        </section>

        """#
}
