package import QuireModel
import Synchronization

/// An expression ready to be evaluated row by row, from any thread.
package final class CompiledExpression: Sendable {
    package let source: ExpressionText
    /// What it reads of a row, distinct.
    package let rowSlots: [RowSlot]
    /// It is this slot and nothing else: values pass SQLite by and keep their type.
    package let plainSlot: RowSlot?
    /// Its value where it reads nothing of a row.
    package let constant: Value?
    private let statement: Mutex<Statement?>

    /// - Parameter scope: with all fields known.
    /// - Throws: every unknown name, function and parameter, or else what SQLite does not like; and where it reads nothing
    ///   of a row, what went wrong in its evaluation.
    package init(_ syntax: ExpressionSyntax, in scope: ExpressionScope) throws(DiagnosticError) {
        source = syntax.source
        let query = try ParameterizedSQL(syntax, in: scope.withoutUnknowns)
        rowSlots = query.slots
        plainSlot = syntax.plainReference == nil ? nil : query.slots.first
        if plainSlot != nil {
            constant = nil
            statement = Mutex(nil)
        } else if let name = syntax.plainParameter, case .single(let value)? = scope.parameters[name] {
            constant = value
            statement = Mutex(nil)
        } else {
            do throws(SQLiteProblem) {
                let prepared = try Statement(query)
                constant = rowSlots.isEmpty ? try prepared.result() : nil
                statement = Mutex(rowSlots.isEmpty ? nil : prepared)
            } catch {
                throw DiagnosticError(syntax.source.diagnostic(error, in: query))
            }
        }
    }

    /// - Throws: an integer overflow, too long a text and the like, with the place of the expression.
    package func evaluate(_ batch: EnrichedBatch, row: Int) throws(DiagnosticError) -> Value {
        if let plainSlot { return batch.value(plainSlot, row: row) }
        if let constant { return constant }
        do throws(SQLiteProblem) {
            return try statement.withLock { statement throws(SQLiteProblem) in
                try statement?.evaluate(batch, row: row) ?? .null
            }
        } catch {
            throw DiagnosticError(source.diagnostic(error, in: nil))
        }
    }

    /// Whether a condition holds by SQL's rules: null and zero do not.
    package func holds(_ batch: EnrichedBatch, row: Int) throws(DiagnosticError) -> Bool {
        try evaluate(batch, row: row).isTrue
    }

    /// Looks for what is wrong without evaluating anything.
    ///
    /// - Parameter scope: may leave fields unknown; of a parameter it matters only whether it is a list.
    package static func check(_ syntax: ExpressionSyntax, in scope: ExpressionScope) -> [Diagnostic] {
        do throws(DiagnosticError) {
            let query = try ParameterizedSQL(syntax, in: scope)
            do throws(SQLiteProblem) {
                _ = try Statement(query)
                return []
            } catch {
                return [syntax.source.diagnostic(error, in: query)]
            }
        } catch {
            return error.diagnostics
        }
    }

    /// The value of an expression that sees parameters alone, such as a parameter's default.
    package static func evaluateConstant(
        _ source: ExpressionText, parameters: [String: ParameterValue]
    ) throws(DiagnosticError) -> Value {
        let expression = try CompiledExpression(ExpressionSyntax(source), in: ExpressionScope(parameters: parameters))
        return expression.constant ?? .null
    }
}
