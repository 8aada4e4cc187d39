import CXLSXWriter
import QuireModel

extension SheetPart {
    /// How the part is printed.
    func setPage(_ extent: PartExtent) {
        let print = extent.layout.print
        switch print.orientation {
        case .portrait: worksheet_set_portrait(worksheet)
        case .landscape: worksheet_set_landscape(worksheet)
        case nil: break
        }
        if let paper = print.paper { worksheet_set_paper(worksheet, paper.number) }
        // One page wide, as many high as it takes.
        if print.fitsWidth { worksheet_fit_to_pages(worksheet, 1, 0) }
        if print.repeatsHeader { worksheet_repeat_rows(worksheet, 0, UInt32(extent.headerRow)) }
    }

    /// Locks the cells; they can still be selected, filtered and sorted.
    func protect(_ extent: PartExtent) {
        guard extent.layout.isProtected else { return }
        var options = lxw_protection()
        options.sort = UInt8(LXW_TRUE.rawValue)
        options.autofilter = UInt8(LXW_TRUE.rawValue)
        worksheet_protect(worksheet, nil, &options)
    }
}

extension PrintLayout.Paper {
    /// As Excel numbers papers.
    fileprivate var number: UInt8 {
        switch self {
        case .a3: 8
        case .a4: 9
        case .a5: 11
        case .letter: 1
        case .legal: 5
        }
    }
}
