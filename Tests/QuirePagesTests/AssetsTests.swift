import Testing

@testable import QuirePages

@Suite struct AssetsTests {
    @Test("an asset's address changes with its text")
    func addresses() {
        let one = Asset(path: "/a.css", mediaType: "text/css", text: "a")
        let other = Asset(path: "/a.css", mediaType: "text/css", text: "b")
        #expect(one.url == "/a.css?v=af63dc4c8601ec8c")
        #expect(one.url != other.url)
    }

    @Test("assets load nothing from elsewhere", arguments: Assets.all.map(\.text))
    func closed(text: String) {
        #expect(
            !text.contains("http:") && !text.contains("https:") && !text.contains("url(") && !text.contains("@import"))
        #expect(!text.contains("innerHTML") && !text.contains("eval("))
    }

    @Test("every class that a template uses is one that the style sheet knows, and every variable is set")
    func classes() {
        let css = Assets.css.text
        let known = Set(css.matches(of: /\.([a-z][a-z0-9-]*)/).map { String($0.output.1) })
        for (_, template) in TemplateLibrary.texts {
            for match in template.matches(of: /class="([^"]*)"/) {
                let plain = match.output.1.replacing(/\{\{[#\/^]?[^}]*\}\}/, with: " ")
                for name in plain.split(separator: " ") where !name.hasSuffix("-") {
                    #expect(known.contains(String(name)), "\(name)")
                }
            }
        }
        let set = Set(css.matches(of: /(--[a-z0-9-]+):/).map { String($0.output.1) })
        let used = Set(css.matches(of: /var\((--[a-z0-9-]+)\)/).map { String($0.output.1) })
        #expect(used.subtracting(set) == [])
    }

    @Test("templates leave unescaped only what pages draw themselves")
    func unescaped() {
        for (name, template) in TemplateLibrary.texts {
            for match in template.matches(of: /\{\{\{([^}]*)\}\}\}|\{\{&([^}]*)\}\}/) {
                let inner = String(match.output.1 ?? match.output.2 ?? "")
                #expect(inner.hasPrefix("icon.") || ["content", "drawing"].contains(inner), "\(name): \(inner)")
            }
        }
    }
}
