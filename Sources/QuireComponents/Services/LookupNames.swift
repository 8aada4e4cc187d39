import QuireModel
import QuirePlugin

extension Named {
    /// Reports what a service's `lookups` cannot be.
    func checkLookups(at place: FilePosition, _ reading: inout Reading) {
        checkNames(of: "a lookup", &reading)
        if entries.isEmpty, unreadable.isEmpty {
            reading.error("missing-value", "a service needs at least one lookup", at: place)
        }
    }
}

extension Named<FieldType> {
    /// The inputs of a lookup, in the order written.
    ///
    /// - Returns: nil after what they cannot be was reported.
    func inputs(at place: FilePosition, _ reading: inout Reading) -> [LookupShape.Field]? {
        checkNames(of: "an input", &reading)
        if entries.isEmpty, unreadable.isEmpty {
            reading.error("missing-value", "a lookup needs an input", at: place)
        }
        guard unreadable.isEmpty, !entries.isEmpty, names.allSatisfy(Self.isName) else { return nil }
        return entries.map { LookupShape.Field($0.name, $0.value) }
    }
}
