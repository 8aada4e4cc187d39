extension Templates {
    static let schedules = #"""
        <div class="page-head"><h1>{{t.schedules}}</h1></div>
        {{#schedules}}
        <section class="card schedule" aria-labelledby="{{anchor}}">
        <div class="card-head">
        <div>
        <h2 id="{{anchor}}"><a href="{{reportHref}}">{{reportTitle}}</a> <span class="muted">{{name}}</span>{{#chip}} {{>chip}}{{/chip}}</h2>
        <p>{{words}}</p>
        <p class="muted small"><code>{{cron}}</code> · {{timezone}}</p>
        </div>
        {{#mayChange}}
        <div class="actions">
        {{#pauseAction}}<form method="post" action="{{.}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button" aria-label="{{pauseLabel}}">{{{icon.pause}}}{{t.pause}}</button></form>{{/pauseAction}}
        {{#resumeAction}}<form method="post" action="{{.}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button" aria-label="{{resumeLabel}}">{{{icon.play}}}{{t.resume}}</button></form>{{/resumeAction}}
        <form method="post" action="{{runAction}}"><input type="hidden" name="csrf" value="{{csrf}}"><button class="button" aria-label="{{runLabel}}">{{{icon.play}}}{{t.runNow}}</button></form>
        </div>
        {{/mayChange}}
        </div>
        {{#pauseReason}}<p class="banner banner-warn">{{{icon.pause}}}<span>{{.}}</span></p>{{/pauseReason}}
        {{#warning}}<p class="banner banner-warn">{{{icon.warning}}}<span>{{.}}</span></p>{{/warning}}
        <div class="columns-3">
        <div>
        <h3>{{t.nextFires}}</h3>
        {{#hasNext}}<ol class="fires">{{#next}}<li>{{>time}}</li>{{/next}}</ol>{{/hasNext}}
        {{^hasNext}}<p class="muted">{{t.noFires}}</p>{{/hasNext}}
        </div>
        <div>
        <h3>{{t.lastResult}}</h3>
        {{#last}}<p><a href="{{href}}">{{#at}}{{>time}}{{/at}}</a> {{#status}}{{>chip}}{{/status}}</p>{{#detail}}<p class="muted small">{{.}}</p>{{/detail}}{{/last}}
        {{^last}}<p class="muted">{{t.never}}</p>{{/last}}
        </div>
        <div>
        <h3>{{t.pastFires}}</h3>
        {{#hasFires}}
        <ul class="fires">
        {{#fires}}
        <li>{{#runHref}}<a href="{{.}}">{{/runHref}}{{#at}}{{>time}}{{/at}}{{#runHref}}</a>{{/runHref}} {{#status}}{{>chip}}{{/status}}{{#reason}}<br><span class="muted small">{{.}}</span>{{/reason}}</li>
        {{/fires}}
        </ul>
        {{/hasFires}}
        {{^hasFires}}<p class="muted">{{t.noPastFires}}</p>{{/hasFires}}
        </div>
        </div>
        </section>
        {{/schedules}}
        {{#empty}}<div class="card empty">{{{icon.calendar}}}<p>{{.}}</p></div>{{/empty}}

        """#
}
