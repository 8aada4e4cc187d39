public import QuireModel

/// What every source is told.
public struct SourceContext: Sendable {
    /// Types that the definition gives to fields.
    public var fieldTypes: [String: FieldType]
    /// What to do with a value that does not fit its field's type.
    public var invalidValues: InvalidValues
    /// Of each parameter, and of the values of one that is a list, as declared; a null tells no type by itself.
    public var parameterTypes: [String: FieldType]
    public var zone: LocalZone
    /// Its name in the IANA database.
    public var zoneName: String
    /// The project folder: paths in definitions are relative to it.
    public var folder: String
    /// Texts that must never be shown.
    public var secrets: [String]
    /// The process's.
    public var environment: [String: String]
    public var log: ComponentLog

    public init(
        fieldTypes: [String: FieldType] = [:], invalidValues: InvalidValues = .fail,
        parameterTypes: [String: FieldType] = [:], zone: @escaping LocalZone = { $0 }, zoneName: String = "UTC",
        folder: String,
        secrets: [String] = [], environment: [String: String] = [:],
        log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.fieldTypes = fieldTypes
        self.invalidValues = invalidValues
        self.parameterTypes = parameterTypes
        self.zone = zone
        self.zoneName = zoneName
        self.folder = folder
        self.secrets = secrets
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    public func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}

/// What happens to a value that does not fit the type of its field.
public enum InvalidValues: String, DefinitionChoice {
    case fail, blank
}

/// What a service is told when a run begins to use it.
public struct ServiceContext: Sendable {
    public var name: String
    public var limits: ServiceLimits
    public var zone: LocalZone
    /// Its name in the IANA database.
    public var zoneName: String
    /// Texts that must never be shown, besides those the service knows of.
    public var secrets: [String]
    /// The project folder.
    public var folder: String
    /// The process's, for what is the same for all services, such as proxies.
    public var environment: [String: String]
    public var log: ComponentLog

    public init(
        name: String, limits: ServiceLimits, zone: @escaping LocalZone, zoneName: String = "UTC", secrets: [String],
        folder: String, environment: [String: String], log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.name = name
        self.limits = limits
        self.zone = zone
        self.zoneName = zoneName
        self.secrets = secrets
        self.folder = folder
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    public func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}
