/// How much work scrypt (RFC 7914) makes of a password: 2 to the `logRounds` times `blockSize` times 128 bytes of memory,
/// `parallelism` times.
package struct ScryptCost: Sendable, Hashable {
    package var logRounds: Int
    package var blockSize: Int
    package var parallelism: Int

    /// 32 MiB, three times: one of those that OWASP's password storage cheat sheet gives.
    package static let standard = ScryptCost(logRounds: 15, blockSize: 8, parallelism: 3)
    /// As quick as can be, for tests.
    package static let least = ScryptCost(logRounds: 4, blockSize: 1, parallelism: 1)
}
