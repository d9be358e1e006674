using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>Clocks that warn before they run out. A warning is a clock beside its own: it stops with it, and where the end is put off it comes anew. Pure.</summary>
internal static class Warnings
{
    /// <summary>The word of the line of a warning, after the clock's name.</summary>
    public const string Suffix = "-due-soon";

    private const string Prefix = "warn.";

    /// <summary>The name of the clock of a warning.</summary>
    public static string ClockOf(string clock) => Prefix + clock;

    /// <summary>The clock of which a clock warns; null: it is no warning.</summary>
    public static string? Of(string clock) => clock.StartsWith(Prefix, StringComparison.Ordinal) ? clock[Prefix.Length..] : null;

    /// <summary>Lets warnings follow their clocks.</summary>
    /// <param name="program">The type.</param>
    /// <param name="terms">For how long before their ends they come.</param>
    /// <param name="before">The clocks before the line.</param>
    /// <param name="clocks">The clocks after it.</param>
    public static void Follow(CaseProgram program, CaseTerms terms, IReadOnlyList<OrderClock> before, ClockSet clocks)
    {
        if (ReferenceEquals(before, clocks.Now))
        {
            return; // None has changed.
        }

        foreach (var name in program.Warning)
        {
            if (!terms.Limits.TryGetValue(ClockOf(name), out var early))
            {
                continue;
            }

            var (was, now) = (Find(before, name), Find(clocks.Now, name));
            if (!ReferenceEquals(was, now))
            {
                clocks.Warn(ClockOf(name), now, early.Length);
            }
        }
    }

    private static OrderClock? Find(IReadOnlyList<OrderClock> clocks, string name)
    {
        foreach (var clock in clocks)
        {
            if (clock.Name == name)
            {
                return clock;
            }
        }

        return null;
    }
}
