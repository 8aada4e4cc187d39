/// Addresses that a cell may link to.
package enum LinkTarget {
    private static let lengthLimit = 2_079

    /// The address as it is written to the sheet; nil where it is none, is of another scheme, or too long for Excel.
    package static func check(_ address: String) -> String? {
        let start = address.prefix(8).lowercased()
        guard start.hasPrefix("http://") || start.hasPrefix("https://") || start.hasPrefix("mailto:") else {
            return nil
        }
        var result = ""
        // What libxlsxwriter will percent-encode counts three.
        var length = 0
        for scalar in address.unicodeScalars {
            guard scalar.value >= 0x20, scalar.value != 0x7F, scalar.value != 0xFFFE, scalar.value != 0xFFFF else {
                return nil
            }
            // libxlsxwriter takes these anywhere in an address for a link into a workbook.
            if scalar == ":", result.hasSuffix("internal") || result.hasSuffix("external") {
                result += "%3A"
                length += 3
            } else {
                result.unicodeScalars.append(scalar)
                length += " \"<>[]`^{}%".unicodeScalars.contains(scalar) ? 3 : 1
            }
        }
        return length <= lengthLimit ? result : nil
    }
}
