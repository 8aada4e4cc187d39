import Foundation

/// The README, in parts.
struct Readme {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let file = root.appending(path: "README.md")

    /// A fenced block: what stands behind the fence, and its lines.
    struct Block {
        /// The first word: `sh`, `yaml`, ….
        var language: String
        /// The second word: the file that the block is, or what is special about it.
        var name: String?
        var text: String
        /// The comment in the line before the fence.
        var comment: String?
    }

    let text: String

    init() throws { text = try String(contentsOf: Readme.file, encoding: .utf8) }

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: Block?
        var before = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    let words = line.dropFirst(3).split(separator: " ").map(String.init)
                    let comment = before.hasPrefix("<!--") ? before : nil
                    open = Block(
                        language: words.first ?? "", name: words.count > 1 ? words[1] : nil, text: "", comment: comment)
                }
            } else if open != nil {
                open?.text += line + "\n"
            }
            before = String(line)
        }
        return blocks
    }

    /// What stands between two comments.
    func part(_ name: String) throws -> String {
        let start = text.firstRange(of: "<!-- \(name) -->\n")?.upperBound ?? text.endIndex
        let end = text.firstRange(of: "<!-- end of \(name) -->")?.lowerBound ?? start
        return String(text[start..<max(start, end)])
    }

    func replacingPart(_ name: String, with content: String) throws -> String {
        text.replacing("<!-- \(name) -->\n" + (try part(name)), with: "<!-- \(name) -->\n" + content)
    }
}
