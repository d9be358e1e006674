using Xunit;

namespace CityActors.Packs.Expressions;

public sealed class OperandTests
{
    private static readonly Scope Parameters = new(
        new ScopeField("$light", ExpressionType.Number("µg/m³")) { Least = 50, Most = 150 },
        new ScopeField("$height", ExpressionType.Number("m")));

    [Theory]
    [InlineData("$light - 15", 60)]
    [InlineData("$light", 75)]
    [InlineData("2.5", 2.5)]
    [InlineData("-5", -5)]
    public void Check_Operand_IsEvaluated(string text, double expected)
    {
        var (operand, faults) = Operand.Check(text, Parameters, "µg/m³");
        Assert.Empty(faults);
        Assert.Equal((decimal)expected, operand!.Evaluate(Parameters.Values(new Dictionary<string, Value> { ["$light"] = Value.Of(75) })));
    }

    [Fact]
    public void Check_Operand_KnowsItsBounds()
    {
        var operand = Operand.Check("$light - 15", Parameters, "µg/m³").Operand!;
        Assert.Equal((35, 135, "$light - 15"), (operand.Least, operand.Most, operand.ToString()));
        Assert.Equal(12.5m, Operand.Check(12.5m, Parameters, "m").Operand!.Least);
    }

    [Theory]
    [InlineData("$height", "T2")]
    [InlineData("$heavy", "T4")]
    [InlineData("$light > 60", "T2")]
    [InlineData("$light / ($light - 60)", "T1 T2")]
    [InlineData("", "T0")]
    public void Check_WrongOperand_IsRefused(string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', Operand.Check(text, Parameters, "µg/m³").Faults.Select(fault => fault.Code).Order()));

    [Fact]
    public void Evaluate_WithoutItsParameter_GivesNothing() =>
        Assert.Null(Operand.Check("$light", Parameters).Operand!.Evaluate(Parameters.Values(new Dictionary<string, Value>())));
}
