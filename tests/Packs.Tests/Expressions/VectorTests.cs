using System.Text.Json;
using Xunit;

namespace CityActors.Packs.Expressions;

/// <summary>Each vector on its own; what is wrong is told for all of them at once.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Vectors_All_GiveWhatTheySay()
    {
        Assert.True(Vectors.All.Count >= 500, $"{Vectors.All.Count} vectors");
        Assert.Equal("", string.Join('\n', Vectors.All.Select(Wrong).OfType<string>()));
    }

    [Theory]
    [InlineData("T0")]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T3")]
    [InlineData("T4")]
    [InlineData("T5")]
    [InlineData("T6")]
    public void Vectors_EachCode_HasSome(string code) =>
        Assert.True(Vectors.All.Count(vector => Notation.Text(vector, "refused") == code) >= 5);

    [Fact]
    public void Vectors_Refused_SayWhereAndWhat() => Assert.All(
        Vectors.All.Where(vector => vector.TryGetProperty("refused", out _)).SelectMany(vector => Check(vector).Faults),
        fault =>
        {
            Assert.InRange(fault.Column, 1, Parser.LongestText + 1);
            Assert.EndsWith(".", fault.Sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("Unknown", fault.Sentence, StringComparison.OrdinalIgnoreCase);
        });

    [Fact]
    public void Vectors_Readable_PrintAsTheyMean() => Assert.All(Vectors.All.Select(vector => Notation.Text(vector, "text")!), text =>
    {
        if (Parser.Read(text).Term is { } term)
        {
            var again = Parser.Read(Printer.Print(term));
            Assert.NotNull(again.Term);
            Assert.Equal(TreeText.Of(term), TreeText.Of(again.Term));
        }
    });

    [Fact]
    public void Vectors_Explained_InBothLanguages() => Assert.All(Vectors.All.Where(vector => vector.TryGetProperty("gives", out _)), vector =>
    {
        if (Check(vector).Expression is { } expression)
        {
            var values = Values(vector);
            var told = expression.Explain(values, Vectors.Measures);
            Assert.Equal(expression.Evaluate(values, Vectors.Measures).AsFlag, told.Held);
            Assert.InRange(expression.Evaluate(values, Vectors.Measures).AsNumber ?? expression.Least ?? 0, expression.Least ?? decimal.MinValue, expression.Most ?? decimal.MaxValue);
            Assert.NotEmpty(told.English);
            Assert.NotEmpty(told.Chinese);
        }
    });

    [Fact]
    public void Evaluate_Scalars_AllocateNothing()
    {
        var expression = Expression.Check("n > 3 and (some ?? 4) * 2 <= m or story == \"水\" and days(born, today) > 365 and round(x / 3, 2) < 5.25", Vectors.Scope, ExpressionType.Flag).Expression!;
        var values = Vectors.Scope.Values(new Dictionary<string, Value>
        {
            ["n"] = Value.Of(4),
            ["m"] = Value.Of(7),
            ["story"] = Value.Of("水"),
            ["born"] = Value.Of(new DateOnly(2020, 2, 29)),
            ["today"] = Value.Of(new DateOnly(2026, 1, 5)),
            ["x"] = Value.Of(15.7m),
        });
        Assert.True(expression.Holds(values));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
        {
            expression.Holds(values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string? Wrong(JsonElement vector)
    {
        var text = Notation.Text(vector, "text")!;
        var check = Check(vector);
        if (Notation.Text(vector, "refused") is { } codes)
        {
            var found = string.Join(' ', check.Faults.Select(fault => fault.Code).Order());
            return found == string.Join(' ', codes.Split(' ').Order()) ? null : $"{text}: refused for {codes}, found '{string.Join(" | ", check.Faults)}'";
        }

        if (check.Expression is not { } expression)
        {
            return $"{text}: {string.Join(" | ", check.Faults)}";
        }

        var value = expression.Evaluate(Values(vector), Vectors.Measures);
        var wanted = Notation.Value(vector.GetProperty("gives"), expression.Type);
        return (value.IsMissing && wanted.IsMissing) || Value.Same(value, wanted) == true ? null : $"{text}: {value}, wanted {wanted} ({vector})";
    }

    private static ExpressionCheck Check(JsonElement vector) =>
        Expression.Check(Notation.Text(vector, "text")!, ScopeOf(vector), Notation.Text(vector, "wanted") is { } wanted ? Notation.Type(wanted) : null);

    private static IValues Values(JsonElement vector) => Notation.Values(vector.TryGetProperty("values", out var values) ? values : default, ScopeOf(vector));

    private static Scope ScopeOf(JsonElement vector) => Notation.Text(vector, "scope") == "small" ? Vectors.Small : Vectors.Scope;
}
