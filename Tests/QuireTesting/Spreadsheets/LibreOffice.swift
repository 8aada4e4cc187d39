import Foundation

/// LibreOffice without its windows.
package enum LibreOffice {
    /// Makes `NAME.csv` of the first sheet, in UTF-8, every formula calculated anew.
    package static func convertToCSV(_ path: String, into folder: TemporaryFolder) throws {
        try convert(path, to: "csv:Text - txt - csv (StarCalc):44,34,76,1", into: folder)
    }

    /// Makes `NAME.pdf` of all sheets, every formula calculated anew.
    ///
    /// - Returns: how many pages it has.
    package static func convertToPDF(_ path: String, into folder: TemporaryFolder) throws -> Int {
        try convert(path, to: "pdf", into: folder)
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let pdf = try Data(contentsOf: URL(filePath: folder.file(name + ".pdf")))
        return String(decoding: pdf, as: UTF8.self).matches(of: /\/Type\s*\/Page\b/).count
    }

    private static func convert(_ path: String, to filter: String, into folder: TemporaryFolder) throws {
        // A profile of its own, so that another LibreOffice may run meanwhile; 0 is 'always recalculate'.
        folder.write("", to: "profile/user/empty")
        folder.write(settings, to: "profile/user/registrymodifications.xcu")
        _ = try ToolOutput.of(
            "/usr/bin/soffice",
            [
                "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to",
                filter, "--outdir", folder.path, path,
            ])
    }

    private static let settings = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry">
        <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
        <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
        </oor:items>
        """
}
