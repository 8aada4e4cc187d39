import CXLSXWriter

/// The order of a workbook's sheets. The library keeps that in which they were made; a sheet's place among them is its
/// `index`, from which references to it are written when the workbook is closed.
enum SheetOrder {
    /// All sheets, in their order.
    static func worksheets(
        of book: UnsafeMutablePointer<lxw_workbook>
    ) -> [UnsafeMutablePointer<lxw_worksheet>] {
        var result: [UnsafeMutablePointer<lxw_worksheet>] = []
        var next = book.pointee.worksheets.pointee.stqh_first
        while let worksheet = next {
            result.append(worksheet)
            next = worksheet.pointee.list_pointers.stqe_next
        }
        return result
    }

    /// - Parameter order: every sheet of the workbook.
    static func arrange(
        _ order: [UnsafeMutablePointer<lxw_worksheet>], in book: UnsafeMutablePointer<lxw_workbook>
    ) {
        guard order != worksheets(of: book) else { return }
        var entries: [UnsafeMutablePointer<lxw_worksheet>: UnsafeMutablePointer<lxw_sheet>] = [:]
        var next = book.pointee.sheets.pointee.stqh_first
        while let entry = next {
            entries[entry.pointee.u.worksheet] = entry
            next = entry.pointee.list_pointers.stqe_next
        }
        let sheets = order.compactMap { entries[$0] }
        precondition(sheets.count == entries.count, "every sheet has a place")
        for (index, worksheet) in order.enumerated() {
            worksheet.pointee.index = UInt16(index)
            let following = index + 1 < order.count ? order[index + 1] : nil
            worksheet.pointee.list_pointers.stqe_next = following
            sheets[index].pointee.list_pointers.stqe_next = following.flatMap { entries[$0] }
        }
        book.pointee.worksheets.pointee.stqh_first = order.first
        book.pointee.sheets.pointee.stqh_first = sheets.first
        // Their ends are only looked at when another sheet is added, and none is.
    }
}
