import Glibc

/// An address of version 4 or 6 of the Internet Protocol.
package struct IPAddress: Sendable, Hashable {
    /// 4 or 16; those of version 4 written as of version 6 are of version 4.
    private let bytes: [UInt8]

    /// Reads `192.0.2.1` and `2001:db8::1`, without brackets; a zone behind `%` is left out.
    package init?(_ text: String) {
        let address = text.prefix { $0 != "%" }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, String(address), &four) == 1 {
            bytes = withUnsafeBytes(of: &four, Array.init)
        } else if inet_pton(AF_INET6, String(address), &six) == 1 {
            let all = withUnsafeBytes(of: &six, Array.init)
            let isMapped = all[..<10].allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
            bytes = isMapped ? Array(all[12...]) : all
        } else {
            return nil
        }
    }

    /// Reached from this machine alone.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// Stands for all addresses of the machine.
    package var isWildcard: Bool { bytes.allSatisfy { $0 == 0 } }

    /// What one party has for sure: the address, or the network of 64 bits of one of version 6.
    package var network: String {
        (bytes.count == 4 ? bytes : Array(bytes[..<8])).map { String($0) }.joined(separator: ".")
    }
}
