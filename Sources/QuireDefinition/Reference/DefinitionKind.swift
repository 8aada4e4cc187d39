package import QuirePlugin

/// The files that a project is made of.
package enum DefinitionKind: String, CaseIterable, Sendable {
    case report, service, project, test

    /// What the whole file holds.
    package var shape: Shape {
        switch self {
        case .report: ReportDefinition.shape
        case .service: ServiceDefinition.shape
        case .project: ProjectDefinition.shape
        case .test: TestFileDefinition.shape
        }
    }

    /// `${…}` stands for variables in it.
    package var takesVariables: Bool { self == .service || self == .project }

    /// All of it may be left out.
    package var mayBeEmpty: Bool { self == .project }

    package var summary: String {
        switch self {
        case .report: "A report of Quire: NAME.yaml"
        case .service: "A service of Quire: services/NAME.yaml"
        case .project: "A project of Quire: quire.yaml"
        case .test: "The tests of a report of Quire: NAME.test.yaml"
        }
    }
}
