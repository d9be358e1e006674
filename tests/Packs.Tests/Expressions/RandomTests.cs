using System.Text;
using Xunit;

namespace CityActors.Packs.Expressions;

/// <summary>What holds for any text: it is read or refused, never more than that; what was checked can be evaluated with any values.</summary>
public sealed class RandomTests
{
    private const string Signs = " \t\n()[]<>=!+-*/?.,%$\"\\abnxit039_'&|;:{}水，“\u0000\ud83d\udca7";
    private static readonly string[] Words =
    [
        "a", "n", "some", "pm", "level", "wish", "story", "born", "today", "at", "limit", "grade", "here", "tags", "figures", "terms", "lines", "terms.amount", "it", "it.done", "done", "$light", "last-year",
        "and", "or", "not", "in", "shares", "where", "true", "==", "<", ">=", "+", "-", "*", "/", "??", "(", ")", "[", "]", ",", "has(", "count(", "sum(", "max(", "any(", "all(", "round(", "between(", "age(", "hours(",
        "3", "0.5", "30 %", "5.00 CNY", "48 urgent-hours", "2026-02-28", "\"hard\"", "79228162514264337593543950335",
    ];

    [Fact]
    public void Parse_AnyText_NeverThrows()
    {
        var random = new Random(20_260_105);
        var texts = Vectors.All.Select(vector => Notation.Text(vector, "text")!).ToList();
        for (var round = 0; round < 100_000; round++)
        {
            var text = (round % 3) switch { 0 => Noise(random), 1 => Phrase(random), _ => Mutant(random, texts[random.Next(texts.Count)]) };
            Try(random, text);
        }
    }

    [Fact]
    public void Evaluate_GrownExpressions_NeverThrow()
    {
        var (random, checkedOnes) = (new Random(7), 0);
        for (var round = 0; round < 20_000; round++)
        {
            checkedOnes += Try(random, round % 2 == 0 ? Grown.Condition(random, 3) : Grown.Figure(random, 3)) ? 1 : 0;
        }

        Assert.True(checkedOnes > 3_000, $"{checkedOnes} of 20,000 grown expressions were accepted.");
    }

    private static bool Try(Random random, string text)
    {
        try
        {
            if (Parser.Read(text).Term is not { } term)
            {
                return false;
            }

            var printed = Printer.Print(term);
            var again = Parser.Read(printed).Term;
            Assert.NotNull(again);
            Assert.Equal(TreeText.Of(term), TreeText.Of(again));
            Assert.Equal(printed, Printer.Print(again));
            if (Expression.Check(text, Vectors.Scope, mayBeMissing: true).Expression is not { } expression)
            {
                return false;
            }

            var values = new Wild(random.Next());
            var value = expression.Evaluate(values, Vectors.Measures);
            var told = expression.Explain(values, Vectors.Measures, FieldClass.Sealed);
            Assert.Equal(value.AsFlag, told.Held);
            Assert.InRange(expression.Cost, 1, Checker.MostCost);
            return true;
        }
        catch (Exception wrong) when (wrong is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"Text: {text}", wrong);
        }
    }

    private static string Noise(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(40); length > 0; length--)
        {
            text.Append(Signs[random.Next(Signs.Length)]);
        }

        return text.ToString();
    }

    private static string Phrase(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => Words[random.Next(Words.Length)]));

    private static string Mutant(Random random, string text)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text.Insert(at, Words[random.Next(Words.Length)]),
                1 => text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at)),
                _ => text.Insert(at, Signs[random.Next(Signs.Length)].ToString()),
            };
        }

        return text;
    }

    /// <summary>Values of the vectors' scope from their edges, missing ones and wrong ones among them; the same index has the same value.</summary>
    private sealed class Wild(int seed) : IValues
    {
        public Value this[int index] => Any(new Random(seed + index), Vectors.Scope.Fields[index].Type);

        private static Value Any(Random random, ExpressionType type) => random.Next(12) switch
        {
            0 => Value.Missing,
            1 => Value.Of("other"),
            _ => type.Kind switch
            {
                ExpressionKind.Flag => Value.Of(random.Next(2) == 0),
                ExpressionKind.Whole => Value.Of((decimal)(random.Next(4) switch { 0 => long.MaxValue, 1 => long.MinValue, 2 => 0, _ => random.Next(-9, 99) })),
                ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money => Value.Of(random.Next(4) switch { 0 => decimal.MaxValue, 1 => decimal.MinValue, 2 => 0.0000000000000000000000000001m, _ => random.Next(-99, 99) }),
                ExpressionKind.Date => Value.Of(random.Next(3) switch { 0 => DateOnly.MinValue, 1 => DateOnly.MaxValue, _ => new DateOnly(2024, 2, 29) }),
                ExpressionKind.Instant => Value.Of(random.Next(9) switch { 0 => new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)), _ => new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(8)) }),
                ExpressionKind.Span => Value.Of(random.Next(3) switch { 0 => TimeSpan.MaxValue, 1 => TimeSpan.MinValue, _ => TimeSpan.FromHours(random.Next(99)) }),
                ExpressionKind.Place => Value.Of(new Place((random.NextDouble() * 400) - 200, random.Next(5) == 0 ? double.NaN : 28, "430103")),
                ExpressionKind.List => Value.Of([.. Enumerable.Range(0, random.Next(type.Most > 100 ? 5 : type.Most + 2)).Select(_ => Any(random, type.Element!))]),
                ExpressionKind.Row => Value.Of(new Row([.. type.Fields!.Fields.Select(field => Any(random, field.Type))])),
                _ => Value.Of(random.Next(2) == 0 ? "hard" : "水"),
            },
        };
    }

    private sealed class Row(IReadOnlyList<Value> fields) : IValues
    {
        public Value this[int index] => fields[index];
    }
}
