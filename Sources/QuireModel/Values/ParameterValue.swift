/// What a parameter holds in one run.
public enum ParameterValue: Sendable, Hashable {
    case single(Value)
    case list([Value])
}
