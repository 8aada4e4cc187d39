import CPostgres
import QuireModel

/// What the server says to one statement. Used by one thread at a time.
final class PostgresAnswer {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    /// The end of several statements that were sent together.
    var isSync: Bool { PQresultStatus(handle) == PGRES_PIPELINE_SYNC }
    var rowCount: Int { Int(PQntuples(handle)) }
    var columnCount: Int { Int(PQnfields(handle)) }
    /// In bytes.
    var memory: Int { PQresultMemorySize(handle) }

    /// Of a statement that was described, those of its parameters.
    var parameterTypes: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }
    var columnTypes: [Oid] { (0..<PQnfields(handle)).map { PQftype(handle, $0) } }
    var columnNames: [String] {
        (0..<PQnfields(handle)).map { PQfname(handle, $0).map { String(cString: $0) } ?? "" }
    }

    /// The bytes of a cell, which live as long as the answer; nil where it is null.
    @inline(__always)
    func cell(row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        let count = Int(PQgetlength(handle, row, column))
        if count == 0, PQgetisnull(handle, row, column) == 1 { return nil }
        return UnsafeRawPointer(PQgetvalue(handle, row, column)).map { start in
            UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
        }
    }

    /// What went wrong, where something did.
    var fault: PostgresFault? {
        switch PQresultStatus(handle) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: PostgresFault(handle)
        default: nil
        }
    }
}

extension PostgresFault {
    /// - Parameter result: an error's, or a notice's.
    fileprivate init(_ result: OpaquePointer) {
        /// One of the protocol's fields, by its letter.
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        self.init(
            state: field("C") ?? Self.connectionFailure,
            message: field("M") ?? String(cString: PQresultErrorMessage(result)).firstLine, detail: field("D"),
            hint: field("H"), position: field("P").flatMap { Int($0) })
    }

    /// - Returns: nil for a notice that leaves the session open.
    init?(fatal notice: OpaquePointer) {
        guard let severity = PQresultErrorField(notice, Int32(("V" as Unicode.Scalar).value)),
            ["FATAL", "PANIC"].contains(String(cString: severity))
        else { return nil }
        self.init(notice)
    }
}
