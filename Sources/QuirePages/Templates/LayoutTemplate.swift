extension Templates {
    /// Around every page.
    static let layout = #"""
        <!doctype html>
        <html lang="{{lang}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} – Quire</title>
        <link rel="stylesheet" href="{{css}}">
        <link rel="icon" href="{{favicon}}">
        <script src="{{script}}" defer></script>
        {{#refresh}}
        <noscript><meta http-equiv="refresh" content="{{.}}"></noscript>
        {{/refresh}}
        </head>
        <body{{#isBare}} class="bare"{{/isBare}}>
        <a class="skip" href="#main">{{t.skipToContent}}</a>
        <header class="bar">
        <div class="bar-inner">
        <a class="brand" href="/">{{{icon.quire}}}<span>Quire</span></a>
        {{^isBare}}
        <nav class="menu" aria-label="{{t.mainMenu}}">
        <ul>
        {{#links}}
        <li><a href="{{href}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{text}}</a></li>
        {{/links}}
        </ul>
        </nav>
        {{/isBare}}
        <div class="bar-end">
        {{#languages}}
        <a href="{{href}}" lang="{{code}}" hreflang="{{code}}">{{name}}</a>
        {{/languages}}
        {{#user}}
        <span class="user">{{{icon.user}}}<span><span class="visually-hidden">{{t.signedInAs}} </span>{{.}}</span></span>
        <form method="post" action="/logout"><input type="hidden" name="csrf" value="{{csrf}}"><button class="link-button">{{t.signOut}}</button></form>
        {{/user}}
        </div>
        </div>
        </header>
        <main id="main" tabindex="-1">
        {{#notice}}
        <p class="banner banner-good" role="status">{{{icon.check}}}<span>{{.}}</span></p>
        {{/notice}}
        {{#problems}}
        <p class="banner banner-warn">{{{icon.warning}}}<span>{{text}} <a href="/problems">{{t.showProblems}}</a></span></p>
        {{/problems}}
        {{{content}}}
        </main>
        </body>
        </html>

        """#

    /// Where a run is, or how something ended.
    static let chip = #"""
        <span class="chip chip-{{tone}}"{{#isLive}} data-status{{/isLive}}>{{{drawing}}}<span>{{text}}</span></span>
        """#

    static let time = #"""
        <time{{#iso}} datetime="{{.}}"{{/iso}} title="{{full}}">{{text}}</time>
        """#
}
