using System.Globalization;
using System.Text.Json;

namespace CityActors.Packs.Expressions;

/// <summary>The file of vectors: a scope, a calendar, and what each text gives or why it is refused.</summary>
internal static class Vectors
{
    private static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Expressions", "vectors.json"))).RootElement;

    // Before the scope, which names them.
    private static readonly Dictionary<string, Scope> RowScopes = File.GetProperty("rows").EnumerateObject()
        .ToDictionary(row => row.Name, row => new Scope(row.Value.EnumerateArray().Select(field => Notation.Field(field, null))));

    public static Scope Scope { get; } = new(File.GetProperty("scope").EnumerateArray().Select(field => Notation.Field(field, Rows)))
    {
        Never = [.. File.GetProperty("never").EnumerateArray().Select(path => path.GetString()!)],
    };

    /// <summary>A scope without <c>today</c>.</summary>
    public static Scope Small { get; } = new(new ScopeField("born", ExpressionType.Date));

    public static IMeasures Measures { get; } = new Calendar(Days("holidays"), Days("swapped"));

    public static IReadOnlyList<JsonElement> All { get; } = [.. File.GetProperty("vectors").EnumerateArray()];

    private static Scope Rows(string name) => RowScopes[name];

    private static HashSet<DateOnly> Days(string name) => [.. File.GetProperty(name).EnumerateArray().Select(day => DateOnly.Parse(day.GetString()!, CultureInfo.InvariantCulture))];

    /// <summary>9 to 12 and 13 to 17 on working days in China: a holiday is none, a swapped weekend day is one.</summary>
    private sealed class Calendar(HashSet<DateOnly> holidays, HashSet<DateOnly> swapped) : Measures
    {
        private static readonly TimeSpan China = TimeSpan.FromHours(8);

        public override decimal? Hours(DateTimeOffset from, DateTimeOffset to, SpanHours hours)
        {
            if (hours != SpanHours.Working)
            {
                return base.Hours(from, to, hours);
            }

            if (to < from)
            {
                return -Hours(to, from, hours);
            }

            var ticks = 0L;
            for (var day = DateOnly.FromDateTime(from.ToOffset(China).Date); day <= DateOnly.FromDateTime(to.ToOffset(China).Date); day = day.AddDays(1))
            {
                if (swapped.Contains(day) || (!holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
                {
                    ticks += Overlap(from, to, day, 9, 12) + Overlap(from, to, day, 13, 17);
                }
            }

            return ticks / (decimal)TimeSpan.TicksPerHour;
        }

        private static long Overlap(DateTimeOffset from, DateTimeOffset to, DateOnly day, int begin, int end)
        {
            var (first, last) = (new DateTimeOffset(day, new TimeOnly(begin, 0), China), new DateTimeOffset(day, new TimeOnly(end, 0), China));
            return Math.Max(0, Math.Min(to.UtcTicks, last.UtcTicks) - Math.Max(from.UtcTicks, first.UtcTicks));
        }
    }
}
