import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import QuireModel

/// The way from here to a site: straight, or by a proxy. A proxy is handed plain requests, and asked for a tunnel to a
/// site that speaks TLS.
struct Route: Sendable {
    let site: ServiceURL
    let proxy: ProxySettings?

    private var forwarder: ProxySettings? { site.scheme == "http" && proxy?.kind == .http ? proxy : nil }

    /// What AsyncHTTPClient does as a proxy's client; it asks for tunnels to everything.
    var tunnel: HTTPClient.Configuration.Proxy? {
        guard let proxy, forwarder == nil else { return nil }
        let host = proxy.host.filter { $0 != "[" && $0 != "]" }
        switch (proxy.kind, proxy.credentials) {
        case (.socks5, _): return .socksServer(host: host, port: proxy.port)
        case (.http, nil): return .server(host: host, port: proxy.port)
        case (.http, let user?):
            return .server(
                host: host, port: proxy.port, authorization: .basic(username: user.username, password: user.password))
        }
    }

    func message(_ request: RequestWriter.Request) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: request.url)
        message.method = request.method
        message.headers = request.headers
        if let body = request.body { message.body = .bytes(ByteBuffer(bytes: body)) }
        guard let forwarder else { return message }
        message.url = "http://\(forwarder.host):\(forwarder.port)" + request.url.dropFirst(site.origin.count)
        if !message.headers.contains(name: "Host") {
            message.headers.add(name: "Host", value: String(site.origin.dropFirst("http://".count)))
        }
        if let user = forwarder.credentials {
            message.headers.replaceOrAdd(name: "Proxy-Authorization", value: user.basicAuthorization)
        }
        return message
    }

    /// The proxy did not pass the request on.
    func isRefused(_ status: HTTPResponseStatus) -> Bool { forwarder != nil && status == .proxyAuthenticationRequired }

    /// Adds what watches over an HTTP/1 connection, behind its decoder.
    func addHandlers(to channel: any Channel) -> EventLoopFuture<Void> {
        let origin = forwarder == nil ? nil : site.origin
        return channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).handler
            var handlers: [any ChannelHandler] = [ConnectionWatch()]
            if let origin { handlers.append(WholeURLHandler(origin: origin)) }
            try pipeline.addHandlers(handlers, position: .after(decoder))
        }
    }
}

extension Redactor.Credentials {
    /// The header `Authorization` of basic authentication.
    var basicAuthorization: String {
        "Basic " + String(decoding: Base64.encode(Array("\(username):\(password)".utf8)), as: UTF8.self)
    }
}
