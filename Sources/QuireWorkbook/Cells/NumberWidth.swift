/// How wide numbers stand, found without writing them out.
enum NumberWidth {
    /// Digits before the point of a number of at least 1.
    static func digits(_ number: Double) -> Int {
        var limit = 10.0
        var count = 1
        while number >= limit, count < 309 {
            limit *= 10
            count += 1
        }
        return count
    }

    /// The width in which Excel shows a number under `General`: at most 11 characters.
    static func general(_ number: Double) -> Int {
        let size = abs(number)
        let sign = number < 0 ? 1 : 0
        if size == size.rounded(), size < 1e11 { return (size < 1 ? 1 : digits(size)) + sign }
        if size >= 1e11 || size < 1e-4 { return 11 + sign }
        let hundredfold = size * 100
        if hundredfold == hundredfold.rounded() { return (size < 1 ? 1 : digits(size)) + 3 + sign }
        return min(11, size.description.utf8.count) + sign
    }
}
