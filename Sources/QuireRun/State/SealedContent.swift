import Crypto
import FoundationEssentials

/// Bytes in a file that outlives the program, with what tells whether they are still as they were written: they are read
/// by who trusts them.
enum SealedContent {
    private static let sealLength = 8

    static func seal(_ bytes: [UInt8]) -> Data { Data(bytes + seal(of: bytes[...])) }

    /// - Returns: nil where they are not as they were.
    static func open(_ content: Data) -> [UInt8]? {
        let bytes = [UInt8](content)
        guard bytes.count >= sealLength else { return nil }
        let inner = bytes.dropLast(sealLength)
        return seal(of: inner).elementsEqual(bytes.suffix(sealLength)) ? Array(inner) : nil
    }

    private static func seal(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.withUnsafeBytes { Array(SHA256.hash(data: $0)) }.prefix(sealLength)
    }
}
