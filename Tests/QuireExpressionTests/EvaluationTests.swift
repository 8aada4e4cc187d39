import QuireExpression
import QuireModel
import Testing

@Test func `an expression is evaluated from the row's values`() throws {
    let value = try CompiledExpression.evaluateConstant(ExpressionText("1 + 2"), parameters: [:])
    #expect(value == .integer(3))
}
