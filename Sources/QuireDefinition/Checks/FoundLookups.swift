import QuireModel
import QuirePlugin

/// The lookups of one enrichment, in the order in which they are asked, and what is known of them.
struct FoundLookups: Sendable {
    struct Lookup: Sendable {
        var reference: LookupReference
        /// Where the report names it.
        var position: FilePosition
        /// As its definition says, and once its service is open as that says.
        var shape: LookupShape
    }

    /// At least one.
    var lookups: [Lookup]

    var first: Lookup { lookups[0] }

    /// The first whose fields are known.
    private var known: Lookup? { lookups.first { $0.shape.fields != nil } }

    /// What each of them gives; nil where only opened services know it.
    var fields: [FieldShape]? { known?.shape.fields }

    /// Reports each that cannot stand in for those before it.
    ///
    /// - Returns: whether there is none.
    func checkWaterfall(_ reading: inout Reading) -> Bool {
        var fitting: [Lookup] = []
        for lookup in lookups {
            guard let other = fitting.first(where: { !lookup.shape.fits($0.shape) }) else {
                fitting.append(lookup)
                continue
            }
            reading.error(
                "invalid-waterfall",
                "'\(lookup.reference)' does not have the inputs and fields of '\(other.reference)'",
                at: lookup.position,
                hint:
                    "the lookups of one enrichment have the same inputs and fields, by name and type, in the same order"
            )
        }
        return fitting.count == lookups.count
    }

    /// What stands for an answer that is not there, as far as the fields are known.
    ///
    /// - Returns: nil after what does not fit was reported.
    func substitute(
        _ definition: SubstituteDefinition, zone: Zone, _ reading: inout Reading
    ) -> Substitute? {
        switch definition {
        case .blank: return .blank
        case .fail: return .fail
        case .values(let named):
            guard let known, let fields else { return named.unreadable.isEmpty ? .blank : nil }
            var values = [Value](repeating: .null, count: fields.count)
            var fits = named.unreadable.isEmpty
            for entry in named.entries {
                guard let index = fields.firstIndex(where: { $0.name == entry.name }) else {
                    let names = fields.map(\.name)
                    reading.error(
                        "unknown-field", "'\(known.reference)' has no field '\(entry.name)'", at: entry.position,
                        hint: NearestName.hint(entry.name, among: names) ?? "it has " + names.joined(separator: ", "))
                    fits = false
                    continue
                }
                guard let type = fields[index].type else {
                    values[index] = entry.value
                    continue
                }
                guard let value = type.convert(entry.value, zone: zone.local) else {
                    reading.error(
                        "wrong-type", "'\(entry.value.text ?? "")' is no \(type.rawValue)", at: entry.valuePosition)
                    fits = false
                    continue
                }
                values[index] = value
            }
            return fits ? .values(values) : nil
        }
    }
}

extension LookupShape {
    /// The same inputs and fields by name and type, as far as these are known, in the same order: a key and an answer
    /// are lists of values.
    fileprivate func fits(_ other: LookupShape) -> Bool {
        guard inputs == other.inputs else { return false }
        guard let fields, let otherFields = other.fields else { return true }
        return fields.count == otherFields.count
            && zip(fields, otherFields).allSatisfy { field, other in
                field.name == other.name && (field.type == nil || other.type == nil || field.type == other.type)
            }
    }
}
