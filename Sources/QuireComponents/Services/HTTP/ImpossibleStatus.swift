/// An answer with a status below 100, which no server may send.
struct ImpossibleStatus: Error, CustomStringConvertible {
    var code: UInt

    var description: String { "an answer with the status \(code), which HTTP does not have" }
}
