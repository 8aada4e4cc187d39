package import QuireModel
import QuirePlugin

extension HTTPServiceConfiguration {
    /// Hides everything in it that is secret.
    package var redactor: Redactor {
        var credentials: [Redactor.Credentials] = []
        if case .basic(let username, let password) = authenticator {
            credentials.append(Redactor.Credentials(username: username, password: password))
        }
        if case .clientCredentials(let client) = authenticator {
            credentials.append(client.basic)
            credentials.append(Redactor.Credentials(username: client.clientID, password: client.clientSecret))
        }
        credentials += urlUsers
        return Redactor(secrets + secretTexts, credentials: credentials)
    }

    /// Users and passwords that stand in URLs, also in those of proxies.
    private var urlUsers: [Redactor.Credentials] {
        var sites = [try? ServiceURL(url)]
        if case .clientCredentials(let client) = authenticator { sites.append(try? TokenURL(client.tokenURL).site) }
        let proxies = sites.compactMap(\.self).compactMap { site in
            try? ProxySettings.proxy(for: site, environment: environment)
        }
        return sites.compactMap { $0?.credentials } + proxies.compactMap(\.credentials)
    }

    /// What is secret by where it stands.
    var secretTexts: [String] {
        var texts: [String] = []
        switch authenticator {
        case .none: break
        case .token(_, let token): texts.append(token)
        case .apiKey(_, _, let value): texts.append(value)
        case .basic(let username, let password): texts += [username, password]
        case .clientCredentials(let client): texts += [client.clientID, client.clientSecret]
        }
        texts += urlUsers.flatMap(\.texts)
        for header in headers where HeaderText.isSecret(header.name) {
            texts.append(header.value)
            if let space = header.value.firstIndex(of: " ") {
                texts.append(String(header.value[header.value.index(after: space)...]))
            }
        }
        for lookup in lookups.values {
            texts += (lookup.request?.secrets ?? []) + (lookup.bulk?.request.secrets ?? [])
        }
        for list in lists.values { texts += list.request.secrets }
        return texts
    }
}

extension RequestTemplate {
    /// Fixed values that are secret by the name they have.
    fileprivate var secrets: [String] {
        let headers = headers.filter { HeaderText.isSecret($0.name) }.compactMap(\.value.literal)
        let query = query.filter { SecretName.isSecret($0.name) }.compactMap(\.value.literal)
        return headers + query + (json?.secrets ?? [])
    }
}

extension JSONTemplate {
    fileprivate var secrets: [String] {
        switch self {
        case .literal, .value, .text, .keys: []
        case .each(let part): part.secrets
        case .array(let parts): parts.flatMap(\.secrets)
        case .object(let members):
            members.flatMap { member -> [String] in
                if SecretName.isSecret(member.name), case .literal(.string(let text)) = member.value { return [text] }
                return member.value.secrets
            }
        }
    }
}

extension Redactor.Credentials {
    /// What is secret of the user part of a URL. A name beside a password may be an everyday word; it is hidden where it
    /// stands in a URL. Without a password the name is what lets one in.
    package var texts: [String] {
        password.isEmpty ? [username] : [password, "//\(username):", "//\(username)@", "\(username):\(password)"]
    }
}
