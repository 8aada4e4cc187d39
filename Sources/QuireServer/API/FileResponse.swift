import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import QuireRun

/// A file of a run, whole or a part of it.
enum FileResponse {
    /// - Parameter path: of a file that a run has recorded.
    /// - Throws: a problem of 404 where it is gone, of 416 where it has no such part.
    static func make(
        _ path: String, named name: String, for request: Request, _ context: ServerContext
    ) async throws -> Response {
        var found = stat()
        // A link would lead elsewhere.
        guard lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
            throw Problem(.gone, "the file '\(name)' is no longer kept: run the report again")
        }
        let size = Int(found.st_size)
        let tag = "\"\(found.st_ino)-\(size)-\(found.st_mtim.tv_sec)-\(found.st_mtim.tv_nsec)\""
        var headers: HTTPFields = [
            .contentType: MediaType.of(name), .acceptRanges: "bytes", .eTag: tag, .cacheControl: "private, no-cache",
            .contentDisposition: "attachment; filename*=UTF-8''\(PercentEncoding.encode(name))",
        ]
        let condition = request.headers[.ifRange]
        // Only GET has parts.
        let asksForPart = request.method == .get && (condition == nil || condition == tag)
        let wanted = asksForPart ? request.headers[.range] : nil
        switch wanted.map({ ByteRange.parse($0, of: size) }) ?? .whole {
        case .whole:
            headers[.contentLength] = String(size)
            let body = size == 0 ? ResponseBody() : try await FileIO().loadFile(path: path, context: context)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            headers[.contentLength] = String(range.count)
            return Response(
                status: .partialContent, headers: headers,
                body: try await FileIO().loadFile(path: path, range: range, context: context))
        case .unsatisfiable:
            throw Problem(
                .rangeNotSatisfiable, "the file has \(size) bytes", headers: [.contentRange: "bytes */\(size)"])
        }
    }
}

/// What a header `Range` asks for.
enum ByteRange: Sendable, Hashable {
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameter size: of the file, in bytes. Several parts, and what is not understood, give it whole, as RFC 9110 allows.
    static func parse(_ text: String, of size: Int) -> ByteRange {
        guard text.hasPrefix("bytes="), !text.contains(",") else { return .whole }
        let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " } }
        guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return .whole }
        switch (Int(parts[0]), Int(parts[1])) {
        case (let first?, let last?):
            guard first <= last else { return .whole }
            return first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
        case (let first?, nil) where parts[1].isEmpty: return first < size ? .part(first...size - 1) : .unsatisfiable
        case (nil, let count?) where parts[0].isEmpty:
            return count > 0 && size > 0 ? .part(max(0, size - count)...size - 1) : .unsatisfiable
        default: return .whole
        }
    }
}
