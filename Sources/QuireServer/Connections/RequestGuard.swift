import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import QuireModel

/// Refuses requests that are too large, too slow or none on the connection itself, before the rest of the server has them.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: RequestLimits
    private var pace: RequestPace
    private var timer: Scheduled<Void>?
    private(set) var hasRefused = false
    private var isLingering = false
    private var closing: EventLoopPromise<Void>?

    init(_ limits: RequestLimits) {
        self.limits = limits
        pace = RequestPace(limits, at: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { watch(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        watch(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop(context) }

    /// Told before what came is read.
    func bytesCame() { pace.bytesCame(at: .now()) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasRefused { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let length = head.headers.first(name: "Content-Length").flatMap { Int($0) }
            if pace.headCame(bodyLength: length) == .tooLarge { return refuse(.bodyTooLarge, context) }
        case .body(let part):
            if pace.bodyCame(part.readableBytes) == .tooLarge { return refuse(.bodyTooLarge, context) }
        case .end: pace.requestEnded(at: .now())
        }
        watch(context)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if isLingering { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            if !hasRefused { context.fireErrorCaught(error) }
            return
        }
        // The client has gone in the middle of a request.
        if error == .invalidEOFState { return context.fireErrorCaught(RequestRefused()) }
        refuse(error == .headerOverflow ? .headersTooLarge : .malformed, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isLingering, case ChannelEvent.inputClosed? = event as? ChannelEvent { return endLingering(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !hasRefused else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head): if head.status.code >= 200 { pace.answerBegan() }
        case .body: break
        case .end:
            pace.answerEnded(at: .now())
            watch(context)
        }
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard isLingering else { return context.close(mode: mode, promise: promise) }
        guard mode == .all else {
            promise?.succeed()
            return
        }
        if let closing { closing.futureResult.cascade(to: promise) } else { closing = promise }
    }
}

extension RequestGuard {
    /// Answers with the problem, where it is its turn, and closes once the client has seen that.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        guard !hasRefused else { return }
        let mayAnswer = pace.mayAnswer
        hasRefused = true
        timer?.cancel()
        timer = nil
        guard mayAnswer else {
            context.fireErrorCaught(RequestRefused())
            context.close(promise: nil)
            return
        }
        isLingering = true
        let response = problem.response
        var headers = HTTPHeaders(
            (response.headers + Array(SecurityHeaders.fields)).map { ($0.name.rawName, $0.value) })
        headers.add(name: "Connection", value: "close")
        let body = ByteBuffer(string: problem.json.text)
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: problem.status.code), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        timer = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(in: limits.linger) {
            self.endLingering(context)
        }
        context.fireErrorCaught(RequestRefused())
        context.read()
    }

    private func endLingering(_ context: ChannelHandlerContext) {
        guard isLingering else { return }
        isLingering = false
        timer?.cancel()
        timer = nil
        let promise = closing
        closing = nil
        context.close(promise: promise)
    }

    private func stop(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        isLingering = false
        closing?.succeed()
        closing = nil
    }

    /// Looks again when the request that is coming, or the next, is overdue.
    private func watch(_ context: ChannelHandlerContext) {
        guard timer == nil, !hasRefused else { return }
        switch pace.overdue(at: .now()) {
        case .never: break
        case .slow: refuse(.tooSlow, context)
        case .idle: context.close(promise: nil)
        case .notYet(let deadline):
            timer = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(deadline: deadline) {
                self.timer = nil
                self.watch(context)
            }
        }
    }
}

@available(*, unavailable)
extension RequestGuard: Sendable {}

/// Tells a connection's guard of every byte, also of a head that is not complete.
final class Doorbell: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let guardian: RequestGuard

    init(_ guardian: RequestGuard) { self.guardian = guardian }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if guardian.hasRefused { return }
        guardian.bytesCame()
        context.fireChannelRead(data)
    }
}

@available(*, unavailable)
extension Doorbell: Sendable {}
