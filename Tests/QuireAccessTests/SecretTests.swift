import FoundationEssentials
import Testing

@testable import QuireAccess

@Suite("Secrets")
struct SecretTests {
    @Test("a password's hash knows it again, and nothing else, whatever its letters are composed of")
    func password() throws {
        var generator = SystemRandomNumberGenerator()
        let hash = try PasswordHash.make(of: "caf\u{E9} 密码", cost: .least, using: &generator)
        #expect(try hash.isOf("cafe\u{301} 密码"))
        #expect(try !hash.isOf("cafe 密码"))
        #expect(try !PasswordHash.ofNone(cost: .least, using: &generator).isOf(""))
        let again = try PasswordHash.make(of: "caf\u{E9} 密码", cost: .least, using: &generator)
        #expect(again.key != hash.key && again.salt != hash.salt)
        #expect(PasswordHash(text: hash.text) == hash)
    }

    @Test("scrypt is RFC 7914's: its second test vector")
    func vector() throws {
        let salt = Array("NaCl".utf8)
        let key: [UInt8] = [
            0xFD, 0xBA, 0xBE, 0x1C, 0x9D, 0x34, 0x72, 0x00, 0x78, 0x56, 0xE7, 0x19, 0x0D, 0x01, 0xE9, 0xFE,
            0x7C, 0x6A, 0xD7, 0xCB, 0xC8, 0x23, 0x78, 0x30, 0xE7, 0x73, 0x76, 0x63, 0x4B, 0x37, 0x31, 0x62,
        ]
        let cost = ScryptCost(logRounds: 10, blockSize: 8, parallelism: 16)
        #expect(try PasswordHash(cost: cost, salt: salt, key: key).isOf("password"))
    }

    @Test(
        "what is no hash, or one that costs more than a server should give, is none",
        arguments: [
            "", "secret", "$scrypt$ln=4,r=1,p=1$AAAA",
            "$scrypt$ln=40,r=1,p=1$AAAA$\(String(repeating: "A", count: 43))",
            "$scrypt$ln=4,r=1$AAAA$\(String(repeating: "A", count: 43))", "$argon2id$ln=4,r=1,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=1,p=1$AAAA$AAAA", "$scrypt$ln=4,r=1,p=1$%$\(String(repeating: "A", count: 43))",
        ])
    func noHash(_ text: String) { #expect(PasswordHash(text: text) == nil) }

    @Test("tokens and cookies are 256 random bits, fit for a header and a cookie")
    func secret() {
        let secrets = (0..<50).map { _ in RandomSecret.make(prefix: "quire_").text }
        #expect(Set(secrets).count == 50)
        for secret in secrets {
            #expect(secret.count == 6 + 43)
            #expect(
                secret.utf8.allSatisfy {
                    "-_".utf8.contains($0) || (48...57).contains($0) || (65...90).contains($0)
                        || (97...122).contains($0)
                })
        }
        #expect(RandomSecret("a").digest.count == 32)
    }

    @Test(
        "equal is what is equal", arguments: [("a", "a", true), ("a", "b", false), ("a", "aa", false), ("", "", true)])
    func equal(_ left: String, _ right: String, are: Bool) { #expect(RandomSecret.areEqual(left, right) == are) }
}
