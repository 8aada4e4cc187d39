extension String {
    /// Nil where the bytes are no UTF-8. Several times as fast as `String(validating:as:)`, which is generic.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: text)
    }
}
