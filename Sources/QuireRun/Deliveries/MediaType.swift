/// What a file is, as HTTP and mail name it.
package enum MediaType {
    package static func of(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "csv": "text/csv; charset=utf-8"
        case "ndjson": "application/x-ndjson"
        case "html": "text/html; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
