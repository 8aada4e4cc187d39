package import Foundation

/// A workbook as another program, openpyxl, reads it.
package struct Spreadsheet: Decodable, Sendable {
    package struct Sheet: Decodable, Sendable {
        package var name: String
        /// All rows, the header among them.
        package var rows: [[Cell]]
        package var columns: [Column]
        /// The first cell that scrolls, such as `A2`.
        package var freeze: String?
        /// The filter's range, such as `A1:C9`.
        package var filter: String?
    }

    package struct Column: Decodable, Sendable {
        package var width: Double
        package var isHidden: Bool
    }

    package struct Cell: Decodable, Sendable {
        /// `blank`, `boolean`, `number`, `datetime`, `interval`, `time` or `text`.
        package var kind: String
        package var text: String?
        package var number: Double?
        /// With its `=`; `number` is then the value kept beside it.
        package var formula: String?
        package var numberFormat: String
        package var bold: Bool
        package var italic: Bool
        /// `RRGGBB`
        package var color: String?
        package var background: String?
        package var wrap: Bool
        package var align: String?
        package var comment: String?
        package var link: String?
    }

    package var title: String?
    package var author: String?
    package var created: String?
    package var sheets: [Sheet]

    package static func read(_ path: String) throws -> Spreadsheet {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "read_workbook.py").path
        let output = try ToolOutput.of("/usr/bin/python3", [script, path])
        return try JSONDecoder().decode(Spreadsheet.self, from: output)
    }

    /// The cell under a name such as `B5`, with at most two letters.
    package subscript(sheet: Int, cell: String) -> Cell {
        var column = 0
        for letter in cell.utf8.prefix(while: { $0 >= 65 }) { column = column * 26 + Int(letter - 64) }
        let row = Int(cell.drop { !$0.isNumber }) ?? 0
        return sheets[sheet].rows[row - 1][column - 1]
    }
}

/// Runs a program of the system and gives what it prints.
package enum ToolOutput {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package static func of(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments) ended with \(process.terminationStatus)")
        }
        return data
    }
}
