import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn

/// The tether service as the definition's example describes it, piece by piece.
enum Tether {
    static let sn = [LookupShape.Field("sn", .text)]

    static func fields() throws -> [LookupConfiguration.Field] {
        [
            .init("ours", .number, path: try JSONPath("$.discount.ours")),
            .init("theirs", .number, path: try JSONPath("$.discount.theirs"), isRequired: true),
        ]
    }

    static func request() throws -> RequestTemplate {
        RequestTemplate(path: try TextTemplate("/contract/"), query: [.init("sn", try TextTemplate("{sn}"))])
    }

    static func bulk(
        match: LookupConfiguration.Bulk.Match? = nil, items: String = "$.results[*]"
    ) throws -> LookupConfiguration.Bulk {
        LookupConfiguration.Bulk(
            size: 100,
            request: RequestTemplate(
                method: "POST", path: try TextTemplate("/contract/batch"),
                json: try JSONTemplate(.members(["sns": "{sn}"]))),
            items: try ItemsPath(items), match: try match ?? .paths(["sn": JSONPath("$.sn")]))
    }

    static func single(responses: [ResponseRule] = []) throws -> LookupConfiguration {
        LookupConfiguration(inputs: sn, request: try request(), responses: responses, fields: try fields())
    }

    static func bulkOnly(
        match: LookupConfiguration.Bulk.Match? = nil, items: String = "$.results[*]"
    ) throws -> LookupConfiguration {
        LookupConfiguration(inputs: sn, fields: try fields(), bulk: try bulk(match: match, items: items))
    }
}

func key(_ texts: String...) -> LookupKey { LookupKey(texts.map(Value.text)) }

extension HTTPServiceConfiguration {
    static func tether(
        _ standIn: StandIn, _ lookup: LookupConfiguration, authenticator: Authenticator = .none
    ) -> HTTPServiceConfiguration {
        HTTPServiceConfiguration(
            name: "tether", url: standIn.url, authenticator: authenticator, lookups: ["discount": lookup])
    }
}

extension HTTPService {
    /// Closes the service however `body` ends.
    static func with<Result: Sendable>(
        _ configuration: HTTPServiceConfiguration, _ body: (HTTPService) async throws -> Result
    ) async throws -> Result {
        let service = try HTTPService(configuration)
        do {
            let result = try await body(service)
            await service.close()
            return result
        } catch {
            await service.close()
            throw error
        }
    }

    func ask(_ texts: String...) async throws(AttemptFailure) -> LookupReply {
        try await ask(texts.map { LookupKey([.text($0)]) }, of: "discount")
    }

    /// The failure of asking for these keys.
    func failure(_ texts: String...) async -> AttemptFailure? {
        do {
            _ = try await ask(texts.map { LookupKey([.text($0)]) }, of: "discount")
            return nil
        } catch {
            return error
        }
    }
}
