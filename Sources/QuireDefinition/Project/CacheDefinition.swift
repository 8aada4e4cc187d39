import QuireModel
import QuirePlugin

/// How long answers are kept for later runs. Found and missing are; failures never.
struct CacheDefinition: DefinitionObject {
    var policy: CachePolicy

    static let ttlField = Field<Duration>.required(
        "ttl", "How long an answer is used, such as 1h."
    ).shaped(Duration.positive)
    static let sizeField = Field.defaulted(
        "size", ByteCount(bytes: 100 << 20), shown: "100MiB", "The room that the service's answers may take.")

    static let subject = "'cache'"
    static let fields = FieldTable([AnyField(ttlField), AnyField(sizeField)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        policy = CachePolicy(timeToLive: values[Self.ttlField], size: values[Self.sizeField].bytes)
        if policy.timeToLive <= .zero {
            reading.error("invalid-value", "'ttl' is longer than nothing", at: values.valuePlace(of: Self.ttlField))
        }
        if policy.size < 1 << 10 {
            reading.error("invalid-value", "'size' is at least 1KiB", at: values.valuePlace(of: Self.sizeField))
        }
    }
}
