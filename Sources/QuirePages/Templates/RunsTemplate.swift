extension Templates {
    static let runs = #"""
        <div class="page-head"><h1>{{t.runs}}</h1></div>
        <form class="filters" method="get" action="/runs">
        <div class="field"><label for="report">{{t.report}}</label>
        <select id="report" name="report">
        {{#reports}}
        <option value="{{name}}"{{#isChosen}} selected{{/isChosen}}>{{title}}</option>
        {{/reports}}
        </select></div>
        <div class="field"><label for="status">{{t.status}}</label>
        <select id="status" name="status">
        {{#statuses}}
        <option value="{{name}}"{{#isChosen}} selected{{/isChosen}}>{{title}}</option>
        {{/statuses}}
        </select></div>
        <button class="button">{{t.filter}}</button>
        </form>
        <div class="card">
        {{#table}}{{>runTable}}{{/table}}
        {{#empty}}<div class="empty">{{{icon.clock}}}<p>{{.}}</p></div>{{/empty}}
        </div>
        {{#hasPages}}
        <nav class="pages" aria-label="{{t.pages}}">
        {{#newest}}<a class="button" href="{{.}}">{{t.newest}}</a>{{/newest}}
        {{#older}}<a class="button" href="{{.}}" rel="next">{{t.older}}{{{icon.arrow}}}</a>{{/older}}
        </nav>
        {{/hasPages}}

        """#

    static let runTable = #"""
        <div class="scroll" tabindex="0" role="group" aria-label="{{caption}}">
        <table>
        <caption class="visually-hidden">{{caption}}</caption>
        <thead><tr><th scope="col">{{t.run}}</th><th scope="col">{{t.status}}</th>{{#showsReport}}<th scope="col">{{t.report}}</th>{{/showsReport}}<th scope="col">{{t.startedBy}}</th><th scope="col" class="number">{{t.rows}}</th><th scope="col" class="number">{{t.problems}}</th><th scope="col" class="number">{{t.took}}</th></tr></thead>
        <tbody>
        {{#items}}
        <tr><th scope="row"><a href="{{href}}">{{#at}}{{>time}}{{/at}}{{^at}}<code>{{id}}</code>{{/at}}</a></th><td>{{#status}}{{>chip}}{{/status}}{{#undelivered}} {{>chip}}{{/undelivered}}</td>{{#showsReport}}<td><a href="{{reportHref}}">{{reportTitle}}</a></td>{{/showsReport}}<td>{{by}}</td><td class="number">{{rows}}</td><td class="number{{#hasProblems}} bad{{/hasProblems}}">{{problems}}</td><td class="number">{{took}}</td></tr>
        {{/items}}
        </tbody>
        </table>
        </div>

        """#
}
