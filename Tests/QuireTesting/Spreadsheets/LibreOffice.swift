/// LibreOffice without its windows.
package enum LibreOffice {
    /// Makes `NAME.csv` of the first sheet, in UTF-8, every formula calculated anew.
    package static func convertToCSV(_ path: String, into folder: TemporaryFolder) throws {
        // A profile of its own, so that another LibreOffice may run meanwhile; 0 is 'always recalculate'.
        folder.write("", to: "profile/user/empty")
        folder.write(settings, to: "profile/user/registrymodifications.xcu")
        _ = try ToolOutput.of(
            "/usr/bin/soffice",
            [
                "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", folder.path, path,
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
