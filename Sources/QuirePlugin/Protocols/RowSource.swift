public import QuireModel

/// Where a report's rows come from.
public protocol RowSource: Sendable {
    /// Opens the source, hands a reader to `body`, and closes it however `body` ends.
    ///
    /// - Parameter parameters: the run's parameters by name, each of its declared type; a list is `.list`.
    /// - Throws: `DiagnosticError` where the definition does not fit what is there, `RunFailure` where reading fails.
    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result

    /// The fields its rows will have, found out without reading them where the source can.
    ///
    /// - Throws: as `withReader` does.
    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape]
}

extension RowSource {
    public func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await withReader(parameters: parameters) { $0.fields }
    }
}

/// Reads rows in order, a batch at a time. Used by one task.
public protocol RowReader: Sendable {
    /// The fields of every row.
    var fields: [FieldShape] { get }

    /// - Parameter count: the most rows wanted; fewer come only at the end.
    /// - Returns: nil after the last row. `firstRow` counts on from the batch before.
    func next(_ count: Int) async throws -> RowBatch?

    /// Oddities so far that lose no row, fit to be shown. Asked after the last row.
    var warnings: [String] { get async }
}

extension RowReader {
    public var warnings: [String] { get async { [] } }
}
