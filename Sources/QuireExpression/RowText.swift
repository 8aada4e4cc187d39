package import QuireModel

/// Room for the texts of one row while SQLite looks at them, so that binding them allocates nothing.
package final class RowText {
    private let space: UnsafeMutableBufferPointer<UInt8>
    private var used = 0

    package init(capacity: Int) { space = .allocate(capacity: capacity) }

    deinit { space.deallocate() }

    package func removeAll() { used = 0 }

    /// - Returns: the bytes, which stay as they are until `removeAll()`; nil where there is no room.
    package func append(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard let place = reserve(bytes.count) else { return nil }
        _ = place.update(fromContentsOf: bytes)
        return UnsafeBufferPointer(place)
    }

    /// `2026-01-31`; nil outside the years 0 to 9999 as well.
    package func append(_ date: CalendarDate) -> UnsafeBufferPointer<UInt8>? {
        guard let place = reserve(10) else { return nil }
        return write(date, to: place) ? UnsafeBufferPointer(place) : nil
    }

    /// `12:30:05.25`, the fraction only where it is not zero.
    package func append(_ time: TimeOfDay) -> UnsafeBufferPointer<UInt8>? {
        guard let place = reserve(Self.length(of: time)) else { return nil }
        write(time, to: place)
        return UnsafeBufferPointer(place)
    }

    /// `2026-01-31 12:30:05`
    package func append(_ moment: LocalDateTime) -> UnsafeBufferPointer<UInt8>? {
        let time = moment.time
        guard let place = reserve(11 + Self.length(of: time)), write(moment.date, to: place) else { return nil }
        place[10] = UInt8(ascii: " ")
        write(time, to: UnsafeMutableBufferPointer(rebasing: place[11...]))
        return UnsafeBufferPointer(place)
    }

    private func reserve(_ count: Int) -> UnsafeMutableBufferPointer<UInt8>? {
        guard count <= space.count - used else { return nil }
        defer { used += count }
        return UnsafeMutableBufferPointer(rebasing: space[used..<(used + count)])
    }

    private func write(_ date: CalendarDate, to place: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let (year, month, day) = date.components
        guard (0...9999).contains(year) else { return false }
        write(year, digits: 4, to: place, at: 0)
        place[4] = UInt8(ascii: "-")
        write(month, digits: 2, to: place, at: 5)
        place[7] = UInt8(ascii: "-")
        write(day, digits: 2, to: place, at: 8)
        return true
    }

    private func write(_ time: TimeOfDay, to place: UnsafeMutableBufferPointer<UInt8>) {
        let seconds = Int(time.microseconds / 1_000_000)
        write(seconds / 3600, digits: 2, to: place, at: 0)
        place[2] = UInt8(ascii: ":")
        write(seconds / 60 % 60, digits: 2, to: place, at: 3)
        place[5] = UInt8(ascii: ":")
        write(seconds % 60, digits: 2, to: place, at: 6)
        guard place.count > 8 else { return }
        var fraction = Int(time.microseconds % 1_000_000)
        for _ in (place.count - 9)..<6 { fraction /= 10 }
        place[8] = UInt8(ascii: ".")
        write(fraction, digits: place.count - 9, to: place, at: 9)
    }

    private static func length(of time: TimeOfDay) -> Int {
        var millionths = time.microseconds % 1_000_000
        guard millionths != 0 else { return 8 }
        var digits = 6
        while millionths.isMultiple(of: 10) {
            millionths /= 10
            digits -= 1
        }
        return 9 + digits
    }

    private func write(_ number: Int, digits: Int, to place: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = number
        for index in stride(from: start + digits - 1, through: start, by: -1) {
            place[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
