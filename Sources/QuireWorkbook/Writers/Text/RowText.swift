package import QuireModel

/// What rows are in one kind of text file.
package protocol RowText: Sendable {
    /// Lines above the rows.
    var headerRowCount: Int { get }

    /// What comes before the rows.
    func header() -> [UInt8]

    /// Numbers that are not finite have no text.
    ///
    /// - Precondition: the batch has the sheet's columns.
    func encode(_ batch: RenderBatch) -> [UInt8]
}

extension Value {
    /// NaN and infinity, which neither a spreadsheet nor JSON can hold.
    var isNotFinite: Bool {
        switch self {
        case .number(let number), .interval(let number): !number.isFinite
        default: false
        }
    }

    /// What a text file does not say of it as it came.
    var oddityInText: CellOddity? {
        switch self {
        case .number, .interval: isNotFinite ? .notFinite : nil
        case .text(var text): text.withUTF8(CellText.holdsReplacement) ? .replaced : nil
        default: nil
        }
    }
}
