using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>A condition that holds. It is told when it held for a delay within an open window of the rule's schedule, and its episode ends with that window.</summary>
/// <param name="Since">From when the delay counts, UTC.</param>
/// <param name="Told">When it was told, UTC, or null: it was not yet.</param>
[GenerateSerializer, Immutable, Alias("hold")]
public sealed record Hold(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Told = null)
{
    /// <summary>So many windows that are shorter than the delay show that none is long enough.</summary>
    private const int MostWindows = 64;

    /// <summary>The first instant at which a condition held for a delay while the schedule was open, or null: there is none.</summary>
    internal static DateTimeOffset? Ripe(ISchedule? during, DateTimeOffset since, TimeSpan delay)
    {
        if (during is null)
        {
            return since + delay;
        }

        DateTimeOffset? from = during.IsOpen(since) ? since : during.NextEdge(since);
        for (var window = 0; window < MostWindows && from is { } open; window++)
        {
            var shut = during.NextEdge(open);
            if (shut is null || open + delay < shut)
            {
                return open + delay;
            }

            from = during.NextEdge(shut.Value);
        }

        return null;
    }

    /// <summary>When it is to be told or, once told, its window ends.</summary>
    internal DateTimeOffset? NextDue(ISchedule? during, TimeSpan delay) => Told is { } told ? during?.NextEdge(told) : Ripe(during, Since, delay);

    /// <summary>It is told, or its window ends.</summary>
    internal Hold FallDue(DateTimeOffset due, Turn begin, List<Turn> turns)
    {
        turns.Add(Told is null ? begin with { At = due } : begin with { At = due, Act = TurnAct.End, Level = 0 });
        return Told is null ? this with { Told = due } : new Hold(due);
    }
}
