extension Templates {
    static let reportForm = #"""
        <form method="post" action="{{runAction}}" class="card form" id="form">
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#hasErrors}}
        <div class="error-summary" role="alert" tabindex="-1" autofocus id="errors">
        <h2>{{{icon.warning}}}{{t.checkTheForm}}</h2>
        <ul>
        {{#errors}}
        <li>{{#href}}<a href="{{.}}">{{label}}</a>{{colon}} {{/href}}{{message}}</li>
        {{/errors}}
        </ul>
        </div>
        {{/hasErrors}}
        {{#hasFields}}
        <h2>{{t.parameters}}</h2>
        <div class="fields">
        {{#fields}}{{>parameter}}{{/fields}}
        </div>
        {{/hasFields}}
        {{^hasFields}}
        <p class="muted">{{t.noParameters}}</p>
        {{/hasFields}}
        {{#options}}{{>options}}{{/options}}
        <div class="actions">
        <button class="button button-primary">{{{icon.play}}}{{t.run}}</button>
        <button class="button" formaction="{{previewAction}}">{{{icon.sheet}}}{{t.preview}}</button>
        </div>
        </form>

        """#

    static let parameter = #"""
        {{#inFieldset}}
        <fieldset class="field{{#error}} has-error{{/error}}{{#isWide}} field-wide{{/isWide}}" id="{{id}}"{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}} tabindex="-1">
        <legend>{{title}}{{#isRequired}} <span class="required">{{t.required}}</span>{{/isRequired}}</legend>
        {{/inFieldset}}
        {{^inFieldset}}
        <div class="field{{#error}} has-error{{/error}}{{#isWide}} field-wide{{/isWide}}">
        {{^isCheckbox}}
        <label for="{{id}}">{{title}}{{#isRequired}} <span class="required">{{t.required}}</span>{{/isRequired}}</label>
        {{/isCheckbox}}
        {{/inFieldset}}
        {{#hint}}
        <p class="hint" id="{{id}}-hint">{{.}}</p>
        {{/hint}}
        {{#error}}
        <p class="field-error" id="{{id}}-error">{{{icon.warning}}}<span>{{.}}</span></p>
        {{/error}}
        {{#isOffered}}
        <input type="hidden" name="offered" value="{{name}}">
        {{/isOffered}}
        {{#input}}
        <input type="{{type}}" id="{{id}}" name="{{name}}" value="{{value}}"{{#isRequired}} required{{/isRequired}}{{#minimum}} min="{{.}}"{{/minimum}}{{#maximum}} max="{{.}}"{{/maximum}}{{#step}} step="{{.}}"{{/step}}{{#pattern}} pattern="{{.}}"{{/pattern}}{{#inputMode}} inputmode="{{.}}"{{/inputMode}} autocomplete="off"{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}{{#error}} aria-invalid="true"{{/error}}>
        {{/input}}
        {{#list}}
        <textarea id="{{id}}" name="{{name}}" rows="2"{{#isRequired}} required{{/isRequired}} spellcheck="false"{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}{{#error}} aria-invalid="true"{{/error}}>
        {{value}}</textarea>
        {{/list}}
        {{#isCheckbox}}
        <label class="check"><input type="checkbox" id="{{id}}" name="{{name}}" value="true"{{#isChecked}} checked{{/isChecked}}{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}{{#error}} aria-invalid="true"{{/error}}> <span>{{title}}</span></label>
        {{/isCheckbox}}
        {{#select}}
        <select id="{{id}}" name="{{name}}"{{#isRequired}} required{{/isRequired}}{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}{{#error}} aria-invalid="true"{{/error}}>
        {{#choices}}
        <option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{text}}</option>
        {{/choices}}
        </select>
        {{/select}}
        {{#inFieldset}}
        <div class="checks">
        {{#choices}}
        <label class="check"><input type="checkbox" name="{{name}}" value="{{value}}"{{#isChosen}} checked{{/isChosen}}> <span>{{text}}</span></label>
        {{/choices}}
        </div>
        </fieldset>
        {{/inFieldset}}
        {{^inFieldset}}
        </div>
        {{/inFieldset}}

        """#

    /// What an export may leave out, and how.
    static let options = #"""
        <details class="options"{{#isOpen}} open{{/isOpen}}>
        <summary>{{t.options}} <span class="muted">{{t.optionsHint}}</span></summary>
        {{#hasColumns}}
        <fieldset class="field{{#columnsError}} has-error{{/columnsError}}" id="columns-choice" tabindex="-1"{{#columnsError}} aria-describedby="columns-error"{{/columnsError}}>
        <legend>{{t.columnsWanted}}</legend>
        {{#columnsError}}
        <p class="field-error" id="columns-error">{{{icon.warning}}}<span>{{.}}</span></p>
        {{/columnsError}}
        <input type="hidden" name="offered" value="columns">
        {{#sheets}}
        {{#heading}}<p class="sheet-name">{{.}}</p>{{/heading}}
        <div class="checks">
        {{#columns}}
        <label class="check"><input type="checkbox" name="columns" value="{{id}}"{{#isChosen}} checked{{/isChosen}}> <span>{{title}} <code class="muted">{{id}}</code></span></label>
        {{/columns}}
        </div>
        {{/sheets}}
        </fieldset>
        {{/hasColumns}}
        <div class="fields">
        {{#fields}}{{>parameter}}{{/fields}}
        </div>
        </details>

        """#

    static let preview = #"""
        <section class="card" id="preview" aria-labelledby="preview-title" tabindex="-1">
        <div class="card-head"><h2 id="preview-title">{{t.preview}}</h2><p class="muted">{{summary}}</p></div>
        {{#hasRows}}
        <div class="scroll" tabindex="0" role="group" aria-labelledby="preview-title">
        <table>
        <caption class="visually-hidden">{{caption}}</caption>
        <thead><tr>{{#columns}}<th scope="col"{{#isNumeric}} class="number"{{/isNumeric}}>{{title}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr>{{#cells}}<td{{#kind}} class="{{.}}"{{/kind}}>{{text}}{{#isProblem}}<span class="problem-mark">{{{icon.warning}}}<span class="visually-hidden">{{t.lookupFailed}}</span></span>{{/isProblem}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        {{/hasRows}}
        </section>

        """#
}
