import QuireModel

/// Hashes passwords and checks them, one after the other on a thread of its own: however many sign in at once, no more
/// than one processor and one password's memory is taken.
package actor PasswordHasher {
    private let thread = DedicatedThread(name: "passwords")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private let cost: ScryptCost
    /// Stands for the password of users there are not.
    private let none: PasswordHash

    package init(cost: ScryptCost = .standard) {
        var generator = SystemRandomNumberGenerator()
        self.cost = cost
        none = .ofNone(cost: cost, using: &generator)
    }

    func hash(_ password: String) throws -> PasswordHash {
        var generator = SystemRandomNumberGenerator()
        return try .make(of: password, cost: cost, using: &generator)
    }

    /// Takes as long for a user that there is not.
    ///
    /// - Parameter hash: nil where there is no such user.
    func isPassword(_ password: String, of hash: PasswordHash?) throws -> Bool {
        let isRight = try (hash ?? none).isOf(password)
        return isRight && hash != nil
    }
}
