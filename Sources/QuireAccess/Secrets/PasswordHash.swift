import Crypto
import CryptoExtras
import Foundation
import QuireModel

/// What is kept of a password.
struct PasswordHash: Sendable, Hashable {
    var cost: ScryptCost
    var salt: [UInt8]
    var key: [UInt8]

    private static let length = 32

    static func make(
        of password: String, cost: ScryptCost, using generator: inout some RandomNumberGenerator
    ) throws -> PasswordHash {
        let salt = random(16, &generator)
        return PasswordHash(cost: cost, salt: salt, key: try derive(password, cost, salt).withUnsafeBytes(Array.init))
    }

    /// One that no password has and that takes as much time to find that out.
    static func ofNone(cost: ScryptCost, using generator: inout some RandomNumberGenerator) -> PasswordHash {
        PasswordHash(cost: cost, salt: random(16, &generator), key: random(length, &generator))
    }

    /// Takes the time that `cost` says, whether it is the password or not.
    func isOf(_ password: String) throws -> Bool {
        // Keys compare in constant time.
        try PasswordHash.derive(password, cost, salt) == SymmetricKey(data: key)
    }

    private static func derive(_ password: String, _ cost: ScryptCost, _ salt: [UInt8]) throws -> SymmetricKey {
        // The same password however its letters are composed (RFC 8265).
        let bytes = Data(password.precomposedStringWithCanonicalMapping.utf8)
        return try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: length, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
    }

    private static func random(_ count: Int, _ generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension PasswordHash {
    /// `$scrypt$ln=15,r=8,p=3$SALT$KEY`, as the password hashing competition's string format has it.
    var text: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(URLSafeBase64.encode(salt))$\(URLSafeBase64.encode(key))"
    }

    /// - Returns: nil where the text is none, or wants more than a server should give.
    init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = URLSafeBase64.decode(parts[3]), let key = URLSafeBase64.decode(parts[4]),
            key.count == PasswordHash.length
        else { return nil }
        var numbers: [Int] = []
        for (name, part) in zip(["ln=", "r=", "p="], parts[2].split(separator: ",", omittingEmptySubsequences: false)) {
            guard part.hasPrefix(name), let number = Int(part.dropFirst(name.count)), (1...20).contains(number) else {
                return nil
            }
            numbers.append(number)
        }
        guard numbers.count == 3 else { return nil }
        self.init(
            cost: ScryptCost(logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2]), salt: salt,
            key: key)
    }
}
