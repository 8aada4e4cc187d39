/// Decides when another batch is read: enough are in work to keep services busy, and no more.
struct BatchWindow {
    static let least = 2
    /// Finished batches that may wait for their turn to be emitted; beyond these, reading faster gains nothing.
    static let mostWaiting = 4

    let most: Int
    private(set) var inWork = 0
    /// Batches handed on, in order, that nobody has taken yet.
    private(set) var handedOn = 0
    private(set) var isReading = false
    private(set) var isAtEnd = false

    init(most: Int) { self.most = max(BatchWindow.least, most) }

    var isDone: Bool { isAtEnd && inWork == 0 }

    /// - Parameter serviceIsIdle: some service could start another call now, and nothing is queued for it.
    func shouldRead(serviceIsIdle: Bool) -> Bool {
        guard !isReading, !isAtEnd, inWork < most else { return false }
        return inWork < BatchWindow.least || (serviceIsIdle && handedOn < BatchWindow.mostWaiting)
    }

    mutating func beginReading() { isReading = true }

    /// - Parameter isLast: there was none.
    mutating func endReading(isLast: Bool) {
        isReading = false
        if isLast { isAtEnd = true } else { inWork += 1 }
    }

    mutating func handOn() { handedOn += 1 }

    mutating func emitted() {
        handedOn -= 1
        inWork -= 1
    }
}
