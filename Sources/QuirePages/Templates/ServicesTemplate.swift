extension Templates {
    static let services = #"""
        <div class="page-head"><div><h1>{{t.services}}</h1><p class="lead">{{t.servicesLead}}</p></div></div>
        {{#services}}
        <section class="card service" aria-labelledby="{{anchor}}">
        <div class="card-head">
        <div>
        <h2 id="{{anchor}}">{{title}} <code class="muted">{{name}}</code></h2>
        {{#description}}<p class="muted">{{.}}</p>{{/description}}
        </div>
        {{#breaker}}{{>chip}}{{/breaker}}
        </div>
        {{#breakerDetail}}<p class="banner banner-warn">{{{icon.warning}}}<span>{{.}}</span></p>{{/breakerDetail}}
        <dl class="tiles">
        {{#tiles}}
        <div><dt>{{label}}</dt><dd{{#isBad}} class="bad"{{/isBad}}>{{text}}{{#detail}} <small class="muted">{{.}}</small>{{/detail}}</dd></div>
        {{/tiles}}
        </dl>
        {{#chart}}
        <figure class="chart">
        <figcaption>{{t.latencyOverDay}} <span class="key">{{t.medianLatency}}</span> <span class="key key-p95">{{t.p95Latency}}</span> <span class="key key-errors">{{t.hoursWithErrors}}</span></figcaption>
        {{{drawing}}}
        </figure>
        <details class="numbers">
        <summary>{{t.asTable}}</summary>
        <div class="scroll" tabindex="0" role="group" aria-label="{{tableLabel}}">
        <table>
        <caption class="visually-hidden">{{tableLabel}}</caption>
        <thead><tr><th scope="col">{{t.hour}}</th><th scope="col" class="number">{{t.calls}}</th><th scope="col" class="number">{{t.errors}}</th><th scope="col" class="number">{{t.medianLatency}}</th><th scope="col" class="number">{{t.p95Latency}}</th><th scope="col" class="number">{{t.longestLatency}}</th></tr></thead>
        <tbody>
        {{#hours}}
        <tr><th scope="row">{{#from}}{{>time}}{{/from}}</th><td class="number">{{calls}}</td><td class="number{{#hasErrors}} bad{{/hasErrors}}">{{errors}}</td><td class="number">{{median}}</td><td class="number">{{p95}}</td><td class="number">{{longest}}</td></tr>
        {{/hours}}
        </tbody>
        </table>
        </div>
        </details>
        {{/chart}}
        {{^chart}}<p class="muted">{{t.noCallsInDay}}</p>{{/chart}}
        <h3>{{t.limits}}</h3>
        <dl class="pairs">
        {{#limits}}
        <div><dt>{{label}}</dt><dd>{{text}}</dd></div>
        {{/limits}}
        </dl>
        {{#lastError}}<p class="muted small">{{t.lastError}} {{.}}</p>{{/lastError}}
        </section>
        {{/services}}
        {{#empty}}<div class="card empty">{{{icon.sheet}}}<p>{{.}}</p></div>{{/empty}}

        """#
}
