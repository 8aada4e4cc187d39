import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

extension SheetPart {
    /// Makes the rows a native table where they are to be one, otherwise gives them the sheet's filter.
    func addFilter(_ extent: PartExtent) {
        if let name = extent.tableName, addTable(name, extent) { return }
        guard extent.layout.autofilter, !extent.layout.columns.isEmpty else { return }
        worksheet_autofilter(
            worksheet, UInt32(extent.headerRow), 0, UInt32(extent.lastRow), UInt16(extent.lastColumn))
    }

    /// - Returns: false where libxlsxwriter does not take it.
    private func addTable(_ name: String, _ extent: PartExtent) -> Bool {
        let titles = extent.layout.columns.map { CellText.clean($0.title).text.withCString { strdup($0) } }
        let columns = UnsafeMutablePointer<lxw_table_column>.allocate(capacity: titles.count)
        columns.initialize(repeating: lxw_table_column(), count: titles.count)
        var pointers: [UnsafeMutablePointer<lxw_table_column>?] = titles.indices.map { index in
            columns[index].header = titles[index]
            return columns + index
        }
        pointers.append(nil)
        defer {
            for title in titles { free(title) }
            columns.deallocate()
        }
        let error = pointers.withUnsafeMutableBufferPointer { pointers in
            name.withCString { name in
                var options = lxw_table_options()
                options.name = UnsafeMutablePointer(mutating: name)
                options.columns = pointers.baseAddress
                options.style_type = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
                options.style_type_number = SheetPart.tableStyle
                // Its header is on the sheet already; without one the library writes no cells.
                options.no_header_row = UInt8(LXW_TRUE.rawValue)
                return asInMemory {
                    worksheet_add_table(
                        worksheet, UInt32(extent.headerRow), 0, UInt32(extent.lastRow), UInt16(extent.lastColumn),
                        &options)
                }
            }
        }
        guard error == LXW_NO_ERROR, let table = lastTable else { return false }
        table.pointee.no_header_row = UInt8(LXW_FALSE.rawValue)
        table.pointee.no_autofilter = UInt8((extent.layout.autofilter ? LXW_FALSE : LXW_TRUE).rawValue)
        return true
    }

    /// Grey lines and bands, `TableStyleLight1`.
    private static let tableStyle: UInt8 = 1

    private var lastTable: UnsafeMutablePointer<lxw_table_obj>? {
        var last = worksheet.pointee.table_objs.pointee.stqh_first
        while let next = last?.pointee.list_pointers.stqe_next { last = next }
        return last
    }

    /// Does what the library refuses where rows are written as they come, though it writes none.
    func asInMemory<Result>(_ work: () -> Result) -> Result {
        worksheet.pointee.optimize = UInt8(LXW_FALSE.rawValue)
        defer { worksheet.pointee.optimize = UInt8(LXW_TRUE.rawValue) }
        return work()
    }
}
