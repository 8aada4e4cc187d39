extension Templates {
    static let reports = #"""
        <div class="page-head">
        <h1>{{t.reports}}</h1>
        <form class="search" role="search" method="get" action="/">
        <label class="visually-hidden" for="q">{{t.searchReports}}</label>
        <div class="search-box">{{{icon.search}}}<input type="search" id="q" name="q" value="{{search}}" placeholder="{{t.searchReports}}" autocomplete="off" data-filter="report-list"></div>
        <button class="button">{{t.search}}</button>
        </form>
        </div>
        <p class="found" role="status" id="found" data-some="{{t.foundReports}}" data-none="{{t.foundNone}}">{{found}}</p>
        {{#hasReports}}
        <ul id="report-list">
        {{#reports}}
        <li class="card report-item">
        <div class="report-main">
        <h2><a href="{{href}}">{{title}}</a></h2>
        {{#description}}
        <p>{{.}}</p>
        {{/description}}
        <p class="muted small"><code>{{name}}</code>{{#hasErrors}} <span class="chip chip-warn">{{{icon.warning}}}<span>{{t.definitionHasErrors}}</span></span>{{/hasErrors}}</p>
        </div>
        <dl class="report-times">
        <div><dt>{{t.lastRun}}</dt>
        <dd>{{#lastRun}}<a href="{{href}}">{{#at}}{{>time}}{{/at}}</a> {{#status}}{{>chip}}{{/status}}{{#undelivered}} {{>chip}}{{/undelivered}}{{/lastRun}}{{^lastRun}}<span class="muted">{{t.never}}</span>{{/lastRun}}</dd></div>
        <div><dt>{{t.nextRun}}</dt>
        <dd>{{#nextRun}}{{>time}}{{/nextRun}}{{^nextRun}}<span class="muted">{{t.notScheduled}}</span>{{/nextRun}}</dd></div>
        </dl>
        </li>
        {{/reports}}
        </ul>
        {{/hasReports}}
        {{#empty}}
        <div class="card empty">{{{icon.sheet}}}<p>{{.}}</p></div>
        {{/empty}}

        """#
}
