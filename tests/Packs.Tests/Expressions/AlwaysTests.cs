using Xunit;

namespace CityActors.Packs.Expressions;

/// <summary>What the check calls always true or always false is so: with it put in its place, the expression gives the same for all values.</summary>
public sealed class AlwaysTests
{
    private const int Most = 4;
    private static readonly Scope Scope = new(
        new ScopeField("p", ExpressionType.Whole) { Least = 0, Most = Most },
        new ScopeField("q", ExpressionType.Whole) { Least = 0, Most = Most });

    [Fact]
    public void Always_Verdicts_AreTrue()
    {
        var (random, verdicts) = (new Random(11), 0);
        for (var round = 0; round < 6_000; round++)
        {
            var text = Condition(random, 2);
            var term = Parser.Read(text).Term!;
            var checker = new Checker(Scope);
            var node = checker.Check(term, null, false);
            foreach (var fault in checker.Faults.Where(fault => fault.Code == "T5" && fault.Sentence.Contains(" is always ", StringComparison.Ordinal)))
            {
                verdicts++;
                var instead = new Checker(Scope).Check(Replaced(term, fault.Column, fault.Sentence.Contains(" is always true ", StringComparison.Ordinal)), null, false);
                Assert.True(AreSame(node, instead), $"{text}: {fault}");
            }
        }

        Assert.True(verdicts > 1_000, $"{verdicts} verdicts");
    }

    [Fact]
    public void Always_SingleComparison_IsFound()
    {
        foreach (var sign in new[] { "==", "!=", "<", "<=", ">", ">=" })
        {
            for (var bound = -2; bound <= Most + 2; bound++)
            {
                var text = $"p {sign} {bound}";
                var checker = new Checker(Scope);
                var node = checker.Check(Parser.Read(text).Term!, null, false);
                var given = Enumerable.Range(0, Most + 1).Select(p => node.Evaluate(new Run(Values(p, 0), Measures.Plain)).AsFlag).Distinct().Count();
                Assert.True(given == 1 == checker.Faults.Any(fault => fault.Code == "T5"), text);
            }
        }
    }

    private static bool AreSame(Node one, Node other)
    {
        for (var p = 0; p <= Most; p++)
        {
            for (var q = 0; q <= Most; q++)
            {
                var run = new Run(Values(p, q), Measures.Plain);
                if (one.Evaluate(run).AsFlag != other.Evaluate(run).AsFlag)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static IValues Values(int p, int q) => Scope.Values(new Dictionary<string, Value> { ["p"] = Value.Of(p), ["q"] = Value.Of(q) });

    private static Term Replaced(Term term, int column, bool flag) => term switch
    {
        BinaryTerm or CallTerm when term.Column == column => new LiteralTerm(Value.Of(flag), ExpressionType.Flag, flag ? "true" : "false", column),
        BinaryTerm binary => binary with { Left = Replaced(binary.Left, column, flag), Right = Replaced(binary.Right, column, flag) },
        NotTerm not => not with { Inner = Replaced(not.Inner, column, flag) },
        _ => term,
    };

    private static string Condition(Random random, int depth) => depth == 0 ? Comparison(random) : random.Next(4) switch
    {
        0 => $"({Condition(random, depth - 1)}) or ({Condition(random, depth - 1)})",
        1 => $"not ({Condition(random, depth - 1)})",
        _ => $"({Condition(random, depth - 1)}) and ({Condition(random, depth - 1)})",
    };

    private static string Comparison(Random random) => random.Next(8) == 0
        ? $"between({Figure(random)}, {random.Next(-1, 3)}, {random.Next(2, 7)})"
        : $"{Figure(random)} {new[] { "==", "!=", "<", "<=", ">", ">=" }[random.Next(6)]} {(random.Next(3) == 0 ? Figure(random) : random.Next(-2, 9).ToString(System.Globalization.CultureInfo.InvariantCulture))}";

    private static string Figure(Random random) => new[] { "p", "q", "p", "q", "p + q", "p - q", "-p", "p * 2", "p * q", "p / 2", "min([p, q])", "max([p, 3])", "(p / q) ?? 9", "p * 0.5" }[random.Next(14)];
}
