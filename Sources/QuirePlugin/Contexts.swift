package import QuireModel

/// What every source is told.
package struct SourceContext: Sendable {
    /// Types that the definition gives to fields.
    package var fieldTypes: [String: FieldType]
    /// What to do with a value that does not fit its field's type.
    package var invalidValues: InvalidValues
    /// Of each parameter, and of the values of one that is a list, as declared; a null tells no type by itself.
    package var parameterTypes: [String: FieldType]
    package var zone: LocalZone
    /// Its name in the IANA database.
    package var zoneName = "UTC"
    /// The project folder: paths in definitions are relative to it.
    package var folder: String
    /// Texts that must never be shown.
    package var secrets: [String]
    /// The process's.
    package var environment: [String: String]
    package var log: ComponentLog

    package init(
        fieldTypes: [String: FieldType] = [:], invalidValues: InvalidValues = .fail,
        parameterTypes: [String: FieldType] = [:], zone: @escaping LocalZone = { $0 }, folder: String,
        secrets: [String] = [], environment: [String: String] = [:],
        log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.fieldTypes = fieldTypes
        self.invalidValues = invalidValues
        self.parameterTypes = parameterTypes
        self.zone = zone
        self.folder = folder
        self.secrets = secrets
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}

/// What happens to a value that does not fit the type of its field.
package enum InvalidValues: String, DefinitionChoice {
    case fail, blank
}

/// What a service is told when a run begins to use it.
package struct ServiceContext: Sendable {
    package var name: String
    package var limits: ServiceLimits
    package var zone: LocalZone
    /// Its name in the IANA database.
    package var zoneName = "UTC"
    /// Texts that must never be shown, besides those the service knows of.
    package var secrets: [String]
    /// The project folder.
    package var folder: String
    /// The process's, for what is the same for all services, such as proxies.
    package var environment: [String: String]
    package var log: ComponentLog

    package init(
        name: String, limits: ServiceLimits, zone: @escaping LocalZone, secrets: [String], folder: String,
        environment: [String: String], log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.name = name
        self.limits = limits
        self.zone = zone
        self.secrets = secrets
        self.folder = folder
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}

/// A finished file of a run, and what whoever receives it may want to know.
package struct DeliveredFile: Sendable {
    /// Absolute.
    package var path: String
    /// Its name, without folders.
    package var name: String
    package var mediaType: String
    package var report: String
    package var run: String

    package init(path: String, name: String, mediaType: String, report: String, run: String) {
        self.path = path
        self.name = name
        self.mediaType = mediaType
        self.report = report
        self.run = run
    }
}

/// What every destination is told.
package struct DestinationContext: Sendable {
    /// The project folder.
    package var folder: String
    /// Texts that must never be shown.
    package var secrets: [String]
    /// The process's.
    package var environment: [String: String]
    package var log: ComponentLog

    package init(
        folder: String, secrets: [String], environment: [String: String],
        log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.folder = folder
        self.secrets = secrets
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}
