public import QuireModel

extension Duration: DefinitionValue {
    public static var shape: Shape {
        .formatted(name: "a duration", pattern: "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$", examples: ["1h30m"])
    }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Duration? {
        if let text = node.scalar?.text, let duration = Duration(definitionText: text) { return duration }
        reading.reportMismatch(node, named: name, wanted: shape.wanted)
        return nil
    }

    /// One that takes time.
    public static var positive: Shape {
        .formatted(
            name: "a duration", pattern: "^(?=.*[1-9])([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$", examples: ["1h30m"])
    }

    /// Reads `250ms`, `5s`, `2m`, `1h30m`, `7d`.
    public init?(definitionText text: String) {
        let units: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400]
        var seconds = 0.0
        var rest = text[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            guard let (number, unit) = takeQuantity(&rest), let factor = units[unit] else { return nil }
            seconds += number * factor
        }
        guard seconds < 1e9 else { return nil }
        self = .seconds(seconds)
    }
}

/// Takes a number and the letters behind it from the front of a text.
private func takeQuantity(_ rest: inout Substring) -> (number: Double, unit: String)? {
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), digits.first != ".", digits.last != "." else { return nil }
    rest = rest.dropFirst(digits.count)
    let unit = rest.prefix { $0.isLetter || $0 == "%" }
    rest = rest.dropFirst(unit.count)
    return (number, String(unit))
}

/// A number of bytes.
public struct ByteCount: DefinitionValue, Hashable {
    public var bytes: Int

    public init(bytes: Int) { self.bytes = bytes }

    public static var shape: Shape {
        .formatted(name: "a size", pattern: "^[0-9]+(\\.[0-9]+)?(B|KiB|MiB|GiB)$", examples: ["10MiB"])
    }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ByteCount? {
        let units: [String: Double] = ["B": 1, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824]
        var rest = (node.scalar?.text ?? "")[...]
        guard let (number, unit) = takeQuantity(&rest), rest.isEmpty, let factor = units[unit], number * factor < 1e15
        else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return ByteCount(bytes: Int(number * factor))
    }
}

/// A part of a whole, from 0 to 1, written as `10%`.
public struct Share: DefinitionValue, Hashable {
    public var fraction: Double

    public init(_ fraction: Double) { self.fraction = fraction }

    public static var shape: Shape {
        .formatted(name: "a share", pattern: "^0*(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$", examples: ["10%"])
    }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Share? {
        var rest = (node.scalar?.text ?? "")[...]
        guard let (number, unit) = takeQuantity(&rest), rest.isEmpty, unit == "%", (0...100).contains(number) else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return Share(number / 100)
    }
}

extension Rate: DefinitionValue {
    public static var shape: Shape {
        .formatted(name: "a rate", pattern: "^(?=[0-9.]*[1-9])[0-9]+(\\.[0-9]+)?/(ms|s|m|h|d)$", examples: ["200/s"])
    }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Rate? {
        let parts = (node.scalar?.text ?? "").split(separator: "/", omittingEmptySubsequences: false)
        var number = parts[0]
        guard parts.count == 2, let (count, unit) = takeQuantity(&number), unit.isEmpty, number.isEmpty, count > 0,
            count < 1e9, parts[1].allSatisfy(\.isLetter), let interval = Duration(definitionText: "1" + parts[1])
        else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return Rate(count: count, interval: interval)
    }
}
