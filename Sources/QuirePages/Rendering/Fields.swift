import Mustache

/// What a template is filled with, by name.
///
/// A name given as nil is nothing, and hides what an object around this one has under that name.
struct Fields: MustacheParent, ExpressibleByDictionaryLiteral {
    private var values: [String: Any] = [:]

    init(dictionaryLiteral elements: (String, Any?)...) {
        for (name, value) in elements { self[name] = value }
    }

    subscript(name: String) -> Any? {
        get { values[name] }
        set { values[name] = newValue ?? Nothing() }
    }

    func child(named name: String) -> Any? { values[name] }

    /// These and those of `other`, which win.
    func merging(_ other: Fields) -> Fields {
        var merged = self
        merged.values.merge(other.values) { $1 }
        return merged
    }
}

/// Fills no section and shows as no text.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// The outermost object of a template: the page's own fields, the texts of its language and the icons.
struct PageRoot: MustacheParent {
    let fields: Fields
    let language: Language

    func child(named name: String) -> Any? {
        switch name {
        case "t": return Texts(language: language)
        case "icon": return IconNames()
        default:
            let value = fields.child(named: name)
            assert(value != nil, "a template names '\(name)', which nothing gives")
            return value
        }
    }
}

/// `{{t.signOut}}`: the text of a phrase that holds no values.
private struct Texts: MustacheParent {
    let language: Language

    func child(named name: String) -> Any? {
        let phrase = Phrase(rawValue: name)
        assert(phrase != nil, "a template names the phrase '\(name)', which there is not")
        return phrase.map { language.text($0) }
    }
}

/// `{{{icon.search}}}`: the markup of an icon.
private struct IconNames: MustacheParent {
    func child(named name: String) -> Any? {
        let icon = Icon(rawValue: name)
        assert(icon != nil, "a template names the icon '\(name)', which there is not")
        return icon?.markup
    }
}
