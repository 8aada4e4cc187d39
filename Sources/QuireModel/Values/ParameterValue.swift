/// What a parameter holds in one run.
package enum ParameterValue: Sendable, Hashable {
    case single(Value)
    case list([Value])
}
