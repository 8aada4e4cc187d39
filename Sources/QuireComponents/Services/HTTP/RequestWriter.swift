import NIOHTTP1
import QuireModel
import QuirePlugin

/// A request template made ready: what never changes is bytes already.
struct RequestWriter: Sendable {
    struct Request: Sendable {
        var method: HTTPMethod
        var url: String
        var headers: HTTPHeaders
        var body: [UInt8]?
    }

    /// A key that cannot be asked for.
    struct Refusal: Error {
        var message: String
    }

    private indirect enum TargetPart: Sendable {
        case bytes([UInt8])
        case input(Int)
        /// `name=value` for each value, with `&` between.
        case repeated([UInt8], input: Int)
        /// `?` before the first item of the query, `&` before others.
        case separator
        /// An item of the query that is left out where one of its inputs is null.
        case item([TargetPart])
        /// Around a path segment that holds a placeholder.
        case segmentStart
        case segmentEnd

        var input: Int? {
            switch self {
            case .input(let input), .repeated(_, let input): input
            default: nil
            }
        }
    }

    private enum TextPart: Sendable {
        case text(String)
        case input(Int)
    }

    private indirect enum BodyPart: Sendable {
        case bytes([UInt8])
        case value(Int)
        case text([TextPart])
        case keys
        case each([BodyPart])
    }

    private let inputs: [String]
    private let method: HTTPMethod
    private var target: [TargetPart] = []
    private var headers: HTTPHeaders
    private var keyHeaders: [(name: String, value: [TextPart])] = []
    private var body: [BodyPart]?
    private let isBulk: Bool

    /// - Parameters:
    ///   - prefix: origin and base path.
    ///   - headers: of the service, its authenticator's among them.
    ///   - query: of the authenticator.
    ///   - isBulk: whether a placeholder in JSON stands for a list of values.
    init(
        _ template: RequestTemplate, inputs: [String], prefix: String, headers: HTTPHeaders,
        query: [(name: String, value: String)], isBulk: Bool
    ) {
        self.inputs = inputs
        self.isBulk = isBulk
        self.headers = headers
        method = HTTPMethod(rawValue: template.method)
        addPath(template.path, prefix: prefix)
        addQuery(template.query, query)
        for item in template.headers {
            if let text = item.value.literal {
                self.headers.replaceOrAdd(name: item.name, value: text)
            } else {
                keyHeaders.append((item.name, parts(item.value)))
            }
        }
        if let json = template.json {
            body = merged(bodyParts(json))
            if !self.headers.contains(name: "Content-Type") {
                self.headers.add(name: "Content-Type", value: "application/json")
            }
        }
    }

    private func index(_ name: String) -> Int { inputs.firstIndex(of: name) ?? 0 }

    private func parts(_ template: TextTemplate) -> [TextPart] {
        template.segments.map { segment in
            switch segment {
            case .literal(let text): .text(text)
            case .placeholder(let placeholder): .input(index(placeholder.name))
            }
        }
    }

    private mutating func addPath(_ path: TextTemplate, prefix: String) {
        var segments: [[TargetPart]] = [[.bytes(Array(prefix.utf8))]]
        for segment in path.segments {
            switch segment {
            case .placeholder(let placeholder):
                segments[segments.count - 1].append(.input(index(placeholder.name)))
            case .literal(let text):
                for (place, piece) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
                    if place > 0 { segments.append([]) }
                    var bytes: [UInt8] = []
                    PercentEncoding.appendPath(String(piece), to: &bytes)
                    if !bytes.isEmpty { segments[segments.count - 1].append(.bytes(bytes)) }
                }
            }
        }
        for (place, segment) in segments.enumerated() {
            if place > 0 { target.append(.bytes([UInt8(ascii: "/")])) }
            let isFixed = segment.allSatisfy { if case .bytes = $0 { true } else { false } }
            target += isFixed ? segment : [.segmentStart] + segment + [.segmentEnd]
        }
    }

    private mutating func addQuery(_ items: [RequestTemplate.Item], _ fixed: [(name: String, value: String)]) {
        for item in items {
            let name = PercentEncoding.encode(item.name) + [UInt8(ascii: "=")]
            if let text = item.value.literal {
                target += [.separator, .bytes(name + PercentEncoding.encode(text))]
            } else if let only = item.value.onlyPlaceholder, only.repeats {
                target.append(.item([.repeated(name, input: index(only.name))]))
            } else {
                let value = parts(item.value).map { part -> TargetPart in
                    switch part {
                    case .text(let text): .bytes(PercentEncoding.encode(text))
                    case .input(let input): .input(input)
                    }
                }
                target.append(.item([.bytes(name)] + value))
            }
        }
        for item in fixed {
            let encoded = PercentEncoding.encode(item.name) + [UInt8(ascii: "=")] + PercentEncoding.encode(item.value)
            target += [.separator, .bytes(encoded)]
        }
        var merged: [TargetPart] = []
        for part in target {
            if case .bytes(let new) = part, case .bytes(let old)? = merged.last {
                merged[merged.count - 1] = .bytes(old + new)
            } else {
                merged.append(part)
            }
        }
        target = merged
    }

    private func bodyParts(_ json: JSONTemplate) -> [BodyPart] {
        switch json {
        case .literal(let document): return [.bytes(Array(document.text.utf8))]
        case .value(let name): return [.value(index(name))]
        case .text(let template): return [.text(parts(template))]
        case .keys: return [.keys]
        case .each(let part): return [.each(merged(bodyParts(part)))]
        case .array(let elements):
            var result: [BodyPart] = [.bytes([UInt8(ascii: "[")])]
            for (place, element) in elements.enumerated() {
                if place > 0 { result.append(.bytes([UInt8(ascii: ",")])) }
                result += bodyParts(element)
            }
            return result + [.bytes([UInt8(ascii: "]")])]
        case .object(let members):
            var result: [BodyPart] = []
            for (place, member) in members.enumerated() {
                var name: [UInt8] = place > 0 ? [UInt8(ascii: ",")] : [UInt8(ascii: "{")]
                JSON.write(member.name, into: &name)
                result.append(.bytes(name + [UInt8(ascii: ":")]))
                result += bodyParts(member.value)
            }
            return result + [.bytes(Array((members.isEmpty ? "{}" : "}").utf8))]
        }
    }

    private func merged(_ parts: [BodyPart]) -> [BodyPart] {
        parts.reduce(into: []) { merged, part in
            if case .bytes(let new) = part, case .bytes(let old)? = merged.last {
                merged[merged.count - 1] = .bytes(old + new)
            } else {
                merged.append(part)
            }
        }
    }
}

extension RequestWriter {
    func request(for keys: [LookupKey]) throws(Refusal) -> Request {
        var request = Request(method: method, url: try url(keys), headers: headers, body: nil)
        for (name, value) in keyHeaders {
            guard let text = text(value, keys) else { continue }
            guard HeaderText.isValue(text) else {
                throw Refusal(message: "the header \(name) cannot hold a key with control characters")
            }
            request.headers.replaceOrAdd(name: name, value: text)
        }
        if let body {
            var bytes: [UInt8] = []
            write(body, keys, isList: isBulk, into: &bytes)
            request.body = bytes
        }
        return request
    }

    private func url(_ keys: [LookupKey]) throws(Refusal) -> String {
        var url = TargetBytes()
        try write(target, keys, into: &url)
        return String(decoding: url.bytes, as: UTF8.self)
    }

    private struct TargetBytes {
        var bytes: [UInt8] = []
        var segmentStart = 0
        var separator = UInt8(ascii: "?")

        init() { bytes.reserveCapacity(128) }

        mutating func separate() {
            bytes.append(separator)
            separator = UInt8(ascii: "&")
        }
    }

    private func write(_ parts: [TargetPart], _ keys: [LookupKey], into url: inout TargetBytes) throws(Refusal) {
        for part in parts {
            switch part {
            case .bytes(let fixed): url.bytes.append(contentsOf: fixed)
            case .separator: url.separate()
            case .item(let parts):
                if parts.contains(where: { part in part.input.map { isNull($0, keys) } ?? false }) { continue }
                url.separate()
                try write(parts, keys, into: &url)
            case .input(let input):
                if isNull(input, keys) {
                    throw Refusal(message: "the input '\(inputs[input])' is null, and the path cannot do without it")
                }
                for (place, key) in keys.enumerated() {
                    if place > 0 { url.bytes.append(UInt8(ascii: ",")) }
                    PercentEncoding.append(key.values[input].requestText, to: &url.bytes)
                }
            case .repeated(let name, let input):
                for (place, key) in keys.enumerated() {
                    if place > 0 { url.bytes.append(UInt8(ascii: "&")) }
                    url.bytes.append(contentsOf: name)
                    PercentEncoding.append(key.values[input].requestText, to: &url.bytes)
                }
            case .segmentStart: url.segmentStart = url.bytes.count
            case .segmentEnd:
                let segment = PercentEncoding.decode(String(decoding: url.bytes[url.segmentStart...], as: UTF8.self))
                if segment == "." || segment == ".." {
                    throw Refusal(message: "the key makes '\(segment)' a segment of the path")
                }
            }
        }
    }

    private func isNull(_ input: Int, _ keys: [LookupKey]) -> Bool { keys.contains { $0.values[input].isNull } }

    /// - Returns: nil where one of its inputs is null.
    private func text(_ parts: [TextPart], _ keys: [LookupKey]) -> String? {
        for case .input(let input) in parts where isNull(input, keys) { return nil }
        return parts.map { part in
            switch part {
            case .text(let text): text
            case .input(let input): keys.map { $0.values[input].requestText }.joined(separator: ",")
            }
        }.joined()
    }

    private func write(_ parts: [BodyPart], _ keys: [LookupKey], isList: Bool, into bytes: inout [UInt8]) {
        for part in parts {
            switch part {
            case .bytes(let fixed): bytes.append(contentsOf: fixed)
            case .value(let input):
                if isList {
                    writeList(keys, into: &bytes) { JSON($0.values[input]).write(into: &$1) }
                } else if let key = keys.first {
                    JSON(key.values[input]).write(into: &bytes)
                }
            case .text(let parts): (text(parts, keys).map(JSON.string) ?? .null).write(into: &bytes)
            case .keys:
                writeList(keys, into: &bytes) { key, bytes in
                    JSON.object(zip(inputs, key.values).map { JSON.Member($0, JSON($1)) }).write(into: &bytes)
                }
            case .each(let parts):
                writeList(keys, into: &bytes) { write(parts, [$0], isList: false, into: &$1) }
            }
        }
    }

    private func writeList(
        _ keys: [LookupKey], into bytes: inout [UInt8], _ write: (LookupKey, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        for (place, key) in keys.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            write(key, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension Value {
    /// As text in a URL or header; a datetime with `T`, as in JSON.
    fileprivate var requestText: String {
        if case .datetime(let moment) = self { "\(moment.date)T\(moment.time)" } else { text ?? "" }
    }
}
