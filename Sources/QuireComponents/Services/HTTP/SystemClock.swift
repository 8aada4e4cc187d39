#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The time of day as the machine has it.
package enum SystemClock {
    @Sendable
    package static func secondsSinceEpoch() -> Int64 { Int64(time(nil)) }
}
