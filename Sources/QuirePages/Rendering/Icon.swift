/// Small drawings, each beside a text that says the same.
enum Icon: String, CaseIterable {
    case check, partial, cross, clock, play, pause, stop, download, search, warning, sheet, arrow, again, calendar, user
    case quire

    /// Lines of a square of 16.
    private var paths: String {
        switch self {
        case .check: "<path d=\"m3.5 8.5 3 3 6-7\"/>"
        case .partial: "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/><path d=\"M5.5 8h5\"/>"
        case .cross: "<path d=\"m4.5 4.5 7 7m0-7-7 7\"/>"
        case .clock: "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/><path d=\"M8 5v3.2l2 1.3\"/>"
        case .play: "<path d=\"M5 3.5v9l7-4.5z\"/>"
        case .pause: "<path d=\"M5.5 4v8m5-8v8\"/>"
        case .stop: "<rect x=\"4\" y=\"4\" width=\"8\" height=\"8\" rx=\"1\"/>"
        case .download: "<path d=\"M8 2.5v7.5m-3-3 3 3 3-3M3 13h10\"/>"
        case .search: "<circle cx=\"7\" cy=\"7\" r=\"4\"/><path d=\"m10 10 3.5 3.5\"/>"
        case .warning: "<path d=\"M8 2.5 14 13H2z\"/><path d=\"M8 6.5v3m0 1.6v.1\"/>"
        case .sheet: "<path d=\"M4 2h5.5L12 4.5V14H4z\"/><path d=\"M6 7.5h4M6 10.5h4\"/>"
        case .arrow: "<path d=\"m6 3.5 4.5 4.5L6 12.5\"/>"
        case .again: "<path d=\"M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.7h-2.7\"/>"
        case .calendar:
            "<rect x=\"2.5\" y=\"3.5\" width=\"11\" height=\"10\" rx=\"1.5\"/><path d=\"M2.5 6.5h11M5.5 2v3m5-3v3\"/>"
        case .user: "<circle cx=\"8\" cy=\"5.5\" r=\"2.5\"/><path d=\"M3 13.5c.6-2.6 2.6-4 5-4s4.4 1.4 5 4\"/>"
        case .quire: "<path d=\"M2.5 4.5 8 2l5.5 2.5L8 7z\"/><path d=\"m2.5 8 5.5 2.5L13.5 8m-11 3.5L8 14l5.5-2.5\"/>"
        }
    }

    var markup: String {
        "<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\">\(paths)</svg>"
    }
}
