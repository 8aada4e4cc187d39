extension Templates {
    static let run = #"""
        <div class="page-head">
        <div>
        <p class="crumb"><a href="/runs">{{t.runs}}</a> {{{icon.arrow}}} <a href="{{reportHref}}">{{title}}</a></p>
        <h1>{{title}} {{#status}}{{>chip}}{{/status}}</h1>
        <p class="muted">{{#started}}{{t.startedAt}} {{>time}}{{/started}}{{^started}}{{t.notStarted}}{{/started}}{{#by}} · {{.}}{{/by}}{{#scheduled}} · {{t.scheduledFor}} {{>time}}{{/scheduled}}</p>
        </div>
        <div class="actions">
        {{#cancelAction}}
        <form method="post" action="{{.}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button button-danger">{{{icon.stop}}}{{t.cancelRun}}</button></form>
        {{/cancelAction}}
        {{#resumeAction}}
        <form method="post" action="{{.}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button button-primary">{{{icon.play}}}{{t.resumeRun}}</button></form>
        {{/resumeAction}}
        {{#again}}
        <form method="post" action="{{action}}"><input type="hidden" name="csrf" value="{{csrf}}">{{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}<button class="button">{{{icon.again}}}{{t.runAgain}}</button></form>
        {{/again}}
        {{#changeHref}}
        <a class="button" href="{{.}}">{{t.changeAndRun}}</a>
        {{/changeHref}}
        </div>
        </div>
        {{#error}}
        <div class="banner banner-bad" role="alert">{{{icon.cross}}}<span>{{.}}</span></div>
        {{/error}}
        {{#progress}}{{>runProgress}}{{/progress}}
        {{#result}}{{>runResult}}{{/result}}
        {{>runProblems}}

        """#

    static let runProgress = #"""
        <section class="card" id="progress" aria-labelledby="progress-title" data-events="{{events}}" data-left="{{t.timeLeft}}" data-unknown="{{t.timeLeftUnknown}}" data-seconds="{{t.seconds}}" data-minutes="{{t.minutesAndSeconds}}" data-hours="{{t.hoursAndMinutes}}" data-of="{{t.doneOfKnown}}" data-label="{{t.lookupsOf}}" data-announcement="{{t.progressAnnouncement}}" data-running="{{t.running}}" data-queued="{{t.queued}}">
        <h2 id="progress-title">{{t.progress}}</h2>
        <dl class="tiles">
        <div><dt>{{t.rowsRead}}</dt><dd data-rows-read>{{rowsRead}}</dd></div>
        <div><dt>{{t.rowsWritten}}</dt><dd data-rows-written>{{rowsWritten}}</dd></div>
        <div><dt>{{t.timeLeftTitle}}</dt><dd data-seconds-left>{{left}}</dd></div>
        </dl>
        <div class="bars" data-lookups>
        {{#lookups}}
        <div class="bar-row" data-lookup="{{name}}"><span><code>{{name}}</code></span><progress max="{{known}}" value="{{done}}" aria-label="{{label}}"></progress><span class="bar-count">{{count}}</span></div>
        {{/lookups}}
        </div>
        <template><div class="bar-row"><span><code></code></span><progress max="1" value="0"></progress><span class="bar-count"></span></div></template>
        <p class="visually-hidden" aria-live="polite" data-announce></p>
        <p class="muted small" data-connection hidden>{{t.connectionLost}}</p>
        <noscript><p class="muted small">{{t.reloadsByItself}}</p></noscript>
        </section>

        """#

    static let runResult = #"""
        <section class="card" aria-labelledby="result-title">
        <h2 id="result-title">{{t.result}}</h2>
        {{#hasFiles}}
        <ul class="downloads">
        {{#files}}
        <li><a class="button{{#isFirst}} button-primary{{/isFirst}}" href="{{href}}" download>{{{icon.download}}}<span>{{name}}</span></a>{{#detail}} <span class="muted">{{.}}</span>{{/detail}}</li>
        {{/files}}
        </ul>
        {{/hasFiles}}
        {{^hasFiles}}<p class="muted">{{noFile}}</p>{{/hasFiles}}
        <dl class="tiles">
        {{#tiles}}
        <div><dt>{{label}}</dt><dd>{{text}}</dd></div>
        {{/tiles}}
        </dl>
        </section>
        {{#hasEnrichments}}
        <section class="card" aria-labelledby="enrichments-title">
        <h2 id="enrichments-title">{{t.enrichments}}</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="enrichments-title">
        <table>
        <caption class="visually-hidden">{{t.enrichmentsCaption}}</caption>
        <thead><tr><th scope="col">{{t.enrichment}}</th><th scope="col" class="number">{{t.keys}}</th><th scope="col" class="number">{{t.found}}</th><th scope="col" class="number">{{t.missing}}</th><th scope="col" class="number">{{t.failedKeys}}</th><th scope="col" class="number">{{t.skippedRows}}</th><th scope="col" class="number">{{t.cached}}</th><th scope="col" class="number">{{t.calls}}</th><th scope="col" class="number">{{t.retries}}</th><th scope="col" class="number">{{t.medianLatency}}</th><th scope="col" class="number">{{t.p95Latency}}</th><th scope="col" class="number">{{t.longestLatency}}</th></tr></thead>
        <tbody>
        {{#enrichments}}
        <tr><th scope="row"><code>{{name}}</code></th>{{#counts}}<td class="number{{#isBad}} bad{{/isBad}}">{{text}}</td>{{/counts}}</tr>
        {{/enrichments}}
        </tbody>
        </table>
        </div>
        </section>
        {{/hasEnrichments}}

        """#

    static let runProblems = #"""
        {{#problems}}
        <section class="card" aria-labelledby="problems-title">
        <div class="card-head"><h2 id="problems-title">{{t.problems}}</h2><p class="muted">{{summary}}</p></div>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="problems-title">
        <table>
        <caption class="visually-hidden">{{t.problemsCaption}}</caption>
        <thead><tr><th scope="col">{{t.sheet}}</th><th scope="col" class="number">{{t.row}}</th><th scope="col">{{t.enrichment}}</th><th scope="col">{{t.key}}</th><th scope="col" class="number">{{t.attempts}}</th><th scope="col">{{t.whatWentWrong}}</th></tr></thead>
        <tbody>
        {{#items}}
        <tr><td>{{sheet}}</td><td class="number">{{row}}</td><td><code>{{enrichment}}</code></td><td><code>{{key}}</code></td><td class="number">{{attempts}}</td><td class="prose">{{message}}</td></tr>
        {{/items}}
        </tbody>
        </table>
        </div>
        </section>
        {{/problems}}
        {{#hasDeliveries}}
        <section class="card" aria-labelledby="deliveries-title">
        <h2 id="deliveries-title">{{t.deliveries}}</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="deliveries-title">
        <table>
        <caption class="visually-hidden">{{t.deliveriesCaption}}</caption>
        <thead><tr><th scope="col">{{t.destination}}</th><th scope="col">{{t.status}}</th><th scope="col" class="number">{{t.attempts}}</th><th scope="col">{{t.details}}</th>{{#mayRetry}}<th scope="col"><span class="visually-hidden">{{t.action}}</span></th>{{/mayRetry}}</tr></thead>
        <tbody>
        {{#deliveries}}
        <tr><th scope="row">{{to}}</th><td>{{#status}}{{>chip}}{{/status}}</td><td class="number">{{attempts}}</td><td class="prose">{{detail}}</td>{{#mayRetry}}<td>{{#retryAction}}<form method="post" action="{{.}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button button-small" aria-label="{{retryLabel}}">{{{icon.again}}}{{t.sendAgain}}</button></form>{{/retryAction}}</td>{{/mayRetry}}</tr>
        {{/deliveries}}
        </tbody>
        </table>
        </div>
        </section>
        {{/hasDeliveries}}
        {{#hasWarnings}}
        <section class="card" aria-labelledby="warnings-title">
        <h2 id="warnings-title">{{t.warnings}}</h2>
        <ul class="facts">
        {{#warnings}}
        <li>{{.}}</li>
        {{/warnings}}
        </ul>
        </section>
        {{/hasWarnings}}
        <section class="card" aria-labelledby="about-title">
        <h2 id="about-title">{{t.aboutRun}}</h2>
        <dl class="pairs">
        {{#parameters}}
        <div><dt>{{label}}</dt><dd>{{text}}</dd></div>
        {{/parameters}}
        <div><dt>{{t.runID}}</dt><dd><code>{{id}}</code></dd></div>
        </dl>
        </section>

        """#
}
