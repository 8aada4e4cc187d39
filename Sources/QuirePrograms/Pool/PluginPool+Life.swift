import QuireModel

extension PluginPool {
    /// Introduces Quire to a process that was just started.
    func greet(_ connection: PluginConnection) async throws(PluginFailure) {
        let params = JSON.members(["protocol": 1, "name": .string(program.name), "with": program.with])
        let answer = await connection.call("initialize", params, within: patience.start)
        let result: JSON
        switch answer {
        case .success(let json)?: result = json
        case .failure(.error(let error))?:
            throw unfit("it answers initialize with an error: " + program.redactor.line(error.message, limit: 200))
        case .failure(.over(let failure))?: throw failure
        case .failure(.cancelled)?: throw .cancelled
        case .failure(.overdue)?, nil: throw unfit("it did not answer initialize within \(patience.start.plainText)")
        }
        let offer: PluginOffer
        do { offer = try PluginOffer(result) } catch {
            throw unfit("initialize: " + program.redactor.line(error.text, limit: 400))
        }
        guard settle(offer) else { throw unfit("it offers something else than when it was first started") }
        connection.start()
    }

    private func unfit(_ text: String) -> PluginFailure {
        PluginFailure(
            "the plugin '\(program.name)': \(text)", hint: "`quire plugin check \(program.name)` tests it",
            mayRetry: true)
    }

    /// What the end of a process means for the calls that it left open.
    func judge(_ departure: PluginProcess.Departure, hasStarted: Bool, lastLine: String) -> PluginFailure {
        let name = "the plugin '\(program.name)'"
        let said = lastLine.isEmpty ? "" : ": \(lastLine)"
        let before = hasStarted ? "" : " before it answered initialize"
        let failure: RestartPolicy.Failure = hasStarted ? .death : .start
        switch departure {
        case .notStarted(let reason):
            return count(
                PluginFailure("\(name): \(reason.message)", hint: reason.hint, mayRetry: false), .start)
        case .died(let status):
            return count(PluginFailure("\(name) ended with \(status)\(before)\(said)", mayRetry: true), failure)
        case .closed(let stream):
            return count(
                PluginFailure("\(name) closed its \(stream) and lived on\(before)\(said)", mayRetry: true), failure)
        case .violated(let text):
            return count(
                PluginFailure(
                    "\(name) broke the protocol: \(text)",
                    hint: "`quire plugin check \(program.name)` tests it", mayRetry: true), .violation)
        case .ended, .cancelled: return .cancelled
        }
    }
}
