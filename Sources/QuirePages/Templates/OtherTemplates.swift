extension Templates {
    static let signIn = #"""
        <div class="narrow">
        <form method="post" action="/login" class="card form">
        <h1>{{t.signIn}}</h1>
        {{#failure}}
        <p class="banner banner-bad" role="alert" id="failure">{{{icon.warning}}}<span>{{.}}</span></p>
        {{/failure}}
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#next}}<input type="hidden" name="next" value="{{.}}">{{/next}}
        <div class="field"><label for="name">{{t.name}}</label>
        <input type="text" id="name" name="name" value="{{name}}" required autocomplete="username" autocapitalize="none" spellcheck="false"{{#focusName}} autofocus{{/focusName}}{{#failure}} aria-describedby="failure"{{/failure}}></div>
        <div class="field"><label for="password">{{t.password}}</label>
        <input type="password" id="password" name="password" required autocomplete="current-password"{{^focusName}} autofocus{{/focusName}}{{#failure}} aria-describedby="failure"{{/failure}}></div>
        <div class="actions"><button class="button button-primary">{{t.signIn}}</button></div>
        </form>
        </div>

        """#

    static let error = #"""
        <div class="narrow">
        <div class="card error-card">
        <p class="error-code">{{status}}</p>
        <h1>{{title}}</h1>
        <p>{{message}}</p>
        {{#hint}}<p class="muted">{{.}}</p>{{/hint}}
        {{#problems}}{{>diagnostics}}{{/problems}}
        {{#reference}}<p class="muted small">{{.}}</p>{{/reference}}
        <p class="actions"><a class="button button-primary" href="/">{{t.backToReports}}</a></p>
        </div>
        </div>

        """#

    static let problems = #"""
        <div class="page-head"><div><h1>{{t.definitionProblems}}</h1><p class="lead">{{t.definitionProblemsLead}}</p>{{#readAt}}<p class="muted small">{{t.readAt}} {{>time}}</p>{{/readAt}}</div></div>
        {{#problems}}
        <section class="card" aria-label="{{t.definitionProblems}}">
        {{>diagnostics}}
        </section>
        {{/problems}}
        {{^problems}}
        <div class="card empty">{{{icon.check}}}<p>{{t.noDefinitionProblems}}</p></div>
        {{/problems}}

        """#

    static let diagnostics = #"""
        <ul class="diagnostics">
        {{#diagnostics}}
        <li>{{#severity}}{{>chip}}{{/severity}}
        <div><p>{{message}} <code class="muted">{{code}}</code></p>
        {{#hint}}<p class="muted">{{.}}</p>{{/hint}}
        {{#place}}<p class="small"><code>{{.}}</code></p>{{/place}}</div></li>
        {{/diagnostics}}
        </ul>

        """#
}
