package import QuireModel
package import QuirePlugin

/// A test that fits its report.
package struct CheckedTest: Sendable {
    package var name: String
    /// Where its name stands.
    package var position: FilePosition
    package var parameters: Named<GivenParameter>
    /// What the project's clocks show; nil is the present.
    package var now: LocalDateTime?
    package var scheduledAt: LocalDateTime?
    /// Of the rows.
    package var fields: [FieldShape]
    /// One value for each field.
    package var rows: [[Value]]
    /// By enrichment, what its answers are made of.
    package var shapes: [String: LookupShape]
    /// By enrichment.
    package var answers: [String: [LookupKey: LookupReply.KeyReply]]
    package var expected: [GivenRow]
    /// Ids of the columns that some expected row names, in the report's order.
    package var columns: [String]
}

/// A report with its tests.
package struct TestedReport: Sendable {
    package var report: CheckedReport
    package var tests: [CheckedTest]
}
