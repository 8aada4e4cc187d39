import FoundationEssentials
import Glibc
import QuireModel

/// What was measured on.
struct Machine: Sendable, Hashable, CustomStringConvertible {
    var processor: String
    var cores: Int
    /// Bytes.
    var memory: Int
    var system: String
    var swift: String
    /// Of the last minute, before the measurement.
    var load: Double

    static var current: Machine {
        var loads = [0.0, 0, 0]
        getloadavg(&loads, 3)
        return Machine(
            processor: value(of: "model name", in: "/proc/cpuinfo", after: ":"),
            cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            memory: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
            system: value(of: "PRETTY_NAME", in: "/etc/os-release", after: "="), swift: compiler, load: loads[0])
    }

    var description: String {
        "\(processor), \(cores) cores, \(memory >> 30) GiB, \(system), \(swift), "
            + "load \(NumberText.fixed(load, decimals: 2))"
    }

    /// The first line of that name in a file of names and values.
    private static func value(of name: String, in file: String, after sign: Character) -> String {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let place = line.firstIndex(of: sign)
        else { return "unknown" }
        return line[line.index(after: place)...].filter { $0 != "\"" }.trimmingPrefix { $0 == " " }.description
    }

    /// `Swift version 6.3 (swift-6.3-RELEASE)`
    private static var compiler: String {
        guard
            let said = try? WorkFolder.with({ folder in
                try MeasuredProgram(path: "/usr/bin/env", folder: folder).run(["swift", "--version"]).output
            }),
            let line = said.split(separator: "\n").first(where: { $0.contains("Swift version") }),
            let start = line.firstRange(of: "Swift version")
        else { return "Swift" }
        return String(line[start.lowerBound...].prefix { $0 != "(" }).trimmingCharacters
    }
}

extension String {
    fileprivate var trimmingCharacters: String { split(separator: " ").joined(separator: " ") }
}
