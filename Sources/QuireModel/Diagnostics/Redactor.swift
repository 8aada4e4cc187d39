package struct Redactor: Sendable { package init(secrets: Set<String>) {} }
