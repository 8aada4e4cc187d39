import CODBC

/// Texts as ODBC's wide functions give them, in UTF-16.
enum ODBCText {
    /// - Parameters:
    ///   - capacity: in UTF-16 units, with the zero at the end.
    ///   - fill: given the buffer and its capacity, says how many units the text has.
    /// - Returns: nil where there is none.
    static func read(
        capacity: Int = 512, _ fill: (UnsafeMutablePointer<SQLWCHAR>, Int, inout SQLSMALLINT) -> SQLRETURN
    ) -> String? {
        withUnsafeTemporaryAllocation(of: SQLWCHAR.self, capacity: capacity) { buffer in
            buffer.initialize(repeating: 0)
            var count: SQLSMALLINT = 0
            guard let start = buffer.baseAddress, SQLReturn.isSuccess(fill(start, capacity - 1, &count)) else {
                return nil
            }
            // Some drivers count bytes: what stands before the zero is the text.
            return String(decoding: buffer.prefix { $0 != 0 }, as: UTF16.self)
        }
    }
}

enum SQLReturn {
    @inline(__always)
    static func isSuccess(_ code: SQLRETURN) -> Bool {
        code == SQLRETURN(SQL_SUCCESS) || code == SQLRETURN(SQL_SUCCESS_WITH_INFO)
    }
}
