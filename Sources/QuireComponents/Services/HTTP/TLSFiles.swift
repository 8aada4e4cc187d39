import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension HTTPServiceConfiguration.TLSFiles {
    /// What is in the files.
    func settings() throws(DefinitionProblem) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let ca {
            let authorities = try Self.certificates(ca, at: "tls.ca")
            if trustsSystem {
                tls.additionalTrustRoots = [.certificates(authorities)]
            } else {
                tls.trustRoots = .certificates(authorities)
            }
        }
        guard let certificate, let key else { return tls }
        tls.certificateChain = try Self.certificates(certificate, at: "tls.certificate").map { .certificate($0) }
        tls.privateKey = .privateKey(
            try Self.content(key, "an unencrypted private key in PEM", at: "tls.key") {
                try NIOSSLPrivateKey(file: $0, format: .pem)
            })
        do { _ = try NIOSSLContext(configuration: tls) } catch {
            throw DefinitionProblem("'\(key)' is not the key of '\(certificate)'", at: "tls.key")
        }
        return tls
    }

    private static func certificates(_ path: String, at place: String) throws(DefinitionProblem) -> [NIOSSLCertificate]
    {
        let found = try content(path, "certificates in PEM", at: place) { try NIOSSLCertificate.fromPEMFile($0) }
        guard !found.isEmpty else { throw DefinitionProblem("'\(path)' does not hold certificates in PEM", at: place) }
        return found
    }

    private static func content<Content>(
        _ path: String, _ wanted: String, at place: String, _ read: (String) throws -> Content
    ) throws(DefinitionProblem) -> Content {
        guard access(path, R_OK) == 0 else {
            throw DefinitionProblem("'\(path)' cannot be read: \(String(cString: strerror(errno)))", at: place)
        }
        do { return try read(path) } catch { throw DefinitionProblem("'\(path)' does not hold \(wanted)", at: place) }
    }
}
