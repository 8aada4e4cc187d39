import QuireEngine
import QuireModel

extension ValueEncoder {
    mutating func append(_ answer: LookupAnswer) {
        switch answer {
        case .found(let values):
            append(0)
            append(values)
        case .missing: append(1)
        case .failed(let failure):
            append(2)
            append(failure.attempts)
            append(failure.message)
        }
    }
}

extension ValueDecoder {
    mutating func answer() -> LookupAnswer {
        switch count() {
        case 0: return .found(values())
        case 1: return .missing
        default:
            let attempts = count()
            return .failed(LookupFailure(message: text(), attempts: attempts))
        }
    }
}
