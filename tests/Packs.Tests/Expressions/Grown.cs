namespace CityActors.Packs.Expressions;

/// <summary>Grows texts that mostly fit the vectors' scope.</summary>
internal static class Grown
{
    public static string Condition(Random random, int depth) => (depth == 0 ? random.Next(5, 12) : random.Next(14)) switch
    {
        0 or 1 => $"({Condition(random, depth - 1)}) and ({Condition(random, depth - 1)})",
        2 or 3 => $"({Condition(random, depth - 1)}) or ({Condition(random, depth - 1)})",
        4 => $"not ({Condition(random, depth - 1)})",
        5 => One(random, "a", "b", "c", "maybe ?? false", "has(some)", "has(until) and until >= today", "done"),
        6 => $"grade {One(random, "==", "!=")} {One(random, "\"hard\"", "\"easy\"", "\"mid\"")}",
        7 => $"story in [{One(random, "\"水\"", "title")}, \"退款\"]",
        8 => $"born + {random.Next(900)} natural-days {Sign(random)} today",
        9 => $"at - begun {Sign(random)} {random.Next(99)} hours",
        10 => $"wish * {One(random, "2", "part", "x", "30 %")} {Sign(random)} (granted ?? 5.00 CNY)",
        11 => $"within(here, {One(random, "district", "\"4301\"")})",
        12 => $"{One(random, "any", "all")}({One(random, "figures where it > n", "terms where done", "lines where actor in people", "terms where until > today and " + Condition(random, 0))})",
        _ => $"{Figure(random, depth - 1)} {Sign(random)} {Figure(random, depth - 1)}",
    };

    public static string Figure(Random random, int depth) => (depth <= 0 ? random.Next(3) : random.Next(10)) switch
    {
        0 => One(random, "n", "m", "k", "x", "y", "$quota", "some ?? 3", "(sum(figures) / n) ?? 0"),
        1 => One(random, "7", "0.5", "9223372036854775807", "1234567890123456789012345678", "0.0000000000000000000000000001"),
        2 => One(random, "age(born)", "days(born, today)", "month(today)", "weekday(born)", "text-size(story)", "count(tags)", "count(terms where not done)", "sum(figures where it > m)", "max(figures) ?? 0"),
        3 => $"round({Figure(random, depth - 1)}, {random.Next(4)})",
        4 => $"-({Figure(random, depth - 1)})",
        5 => $"(({Figure(random, depth - 1)}) / ({Figure(random, depth - 1)})) ?? 1",
        6 => $"min([{Figure(random, depth - 1)}, {Figure(random, depth - 1)}])",
        _ => $"({Figure(random, depth - 1)}) {One(random, "+", "-", "*")} ({Figure(random, depth - 1)})",
    };

    private static string Sign(Random random) => One(random, "==", "!=", "<", "<=", ">", ">=");

    private static string One(Random random, params ReadOnlySpan<string> texts) => texts[random.Next(texts.Length)];
}
