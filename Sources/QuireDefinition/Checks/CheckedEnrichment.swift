package import QuireExpression
package import QuireModel
package import QuirePlugin

/// An enrichment with its lookups found and its inputs in the lookups' order.
package struct CheckedEnrichment: Sendable {
    package var name: String
    var definition: EnrichmentDefinition
    var found: FoundLookups
    /// One for each input of `shape`.
    package var inputs: [ExpressionSyntax]
    package var when: ExpressionSyntax?
    package var errorLimit: Double
    /// Names of the enrichments whose fields its inputs and `when` use.
    package var dependsOn: [String]
    /// Default values are settled once the fields are known.
    package private(set) var onMissing = Substitute.blank
    package private(set) var onError = Substitute.blank

    package var lookups: [LookupReference] { found.lookups.map(\.reference) }

    /// Inputs and fields that all its lookups have; fields are nil where only the opened services know them.
    package var shape: LookupShape {
        var shape = found.first.shape
        shape.fields = found.fields
        return shape
    }

    /// Takes over what opened services say of its lookups.
    ///
    /// - Throws: what does not fit that.
    package mutating func settle(
        zone: Zone, _ shape: (LookupReference) -> LookupShape?
    ) throws(DiagnosticError) {
        for index in found.lookups.indices {
            guard let opened = shape(found.lookups[index].reference) else { continue }
            found.lookups[index].shape = opened
        }
        var reading = Reading(registry: Registry())
        settle(zone: zone, &reading)
        guard reading.diagnostics.isEmpty else { throw DiagnosticError(reading.diagnostics) }
    }

    /// Leaves one lookup, of that shape, in place of those it names.
    package mutating func ask(only lookup: LookupReference, of shape: LookupShape) {
        found.lookups = [FoundLookups.Lookup(reference: lookup, position: found.first.position, shape: shape)]
    }

    /// Holds what the report says against what is known of the lookups.
    @discardableResult
    mutating func settle(zone: Zone, _ reading: inout Reading) -> Bool {
        let fits = found.checkWaterfall(&reading)
        let onMissing = found.substitute(definition.onMissing, zone: zone, &reading)
        let onError = found.substitute(definition.onError, zone: zone, &reading)
        guard fits, let onMissing, let onError else { return false }
        self.onMissing = onMissing
        self.onError = onError
        return true
    }
}
