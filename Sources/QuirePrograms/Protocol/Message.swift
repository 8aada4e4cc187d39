package import QuireModel

/// What a plugin may send: JSON-RPC 2.0, one message a line.
package enum Message: Sendable {
    /// Bytes of a line at most.
    static let longest = 64 << 20

    case answer(id: Int, Result<JSON, CallError>)
    case notification(String)
    case request(id: JSON, method: String)

    /// - Throws: where it is no such message.
    static func read(_ line: UnsafeRawBufferPointer, _ redactor: Redactor) throws(ProtocolViolation) -> Message {
        func shown() -> String {
            redactor.line(String(decoding: line.prefix(4_096), as: UTF8.self), limit: 200)
        }
        let json: JSON
        do { json = try JSON.parse(line) } catch {
            throw ProtocolViolation("a line on standard output is no JSON (\(error)): \(shown())")
        }
        guard case .object = json, json["jsonrpc"] == "2.0" else {
            throw ProtocolViolation(wanted: "a JSON-RPC message, {\"jsonrpc\": \"2.0\", …}", came: shown())
        }
        if case .string(let method)? = json["method"] {
            guard let id = json["id"], id != .null else { return .notification(method) }
            return .request(id: id, method: method)
        }
        guard case .integer(let id)? = json["id"] else {
            throw ProtocolViolation(wanted: "an answer with the id of its request", came: shown())
        }
        switch (json["result"], json["error"]) {
        case (let result?, nil): return .answer(id: Int(id), .success(result))
        case (nil, let error?):
            guard let error = CallError(error) else {
                throw ProtocolViolation(wanted: "an error with 'code' and 'message'", came: shown())
            }
            return .answer(id: Int(id), .failure(error))
        default: throw ProtocolViolation(wanted: "an answer with either 'result' or 'error'", came: shown())
        }
    }

    static func request(id: Int, _ method: String, _ params: JSON) -> [UInt8] {
        line(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": .string(method), "params": params])
    }

    static func cancel(id: Int) -> [UInt8] {
        let params = JSON.members(["id": .integer(Int64(id))])
        return line(["jsonrpc": "2.0", "method": "$/cancel", "params": params])
    }

    /// Quire answers no requests.
    static func refusal(id: JSON, method: String) -> [UInt8] {
        let error = JSON.members([
            "code": .integer(CallError.unknownMethod), "message": .string("there is no method '\(method)'"),
        ])
        return line(["jsonrpc": "2.0", "id": id, "error": error])
    }

    private static func line(_ members: KeyValuePairs<String, JSON>) -> [UInt8] {
        var bytes: [UInt8] = []
        JSON.members(members).write(into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}

/// A call that the plugin answered with an error.
package struct CallError: Error, Sendable, Hashable {
    package static let unknownMethod: Int64 = -32601

    package var code: Int64
    package var message: String
    /// The plugin says that it may be asked again: `"data": {"retry": true}`.
    package var mayRetry: Bool

    init?(_ json: JSON) {
        guard case .integer(let code)? = json["code"], case .string(let message)? = json["message"] else { return nil }
        self.code = code
        self.message = message
        mayRetry = json["data"]?["retry"] == true
    }
}
