namespace CityActors.Watch;

/// <summary>By what a thing is judged, stretch by stretch: packs are switched, and parameters set, from an instant on. Immutable.</summary>
/// <param name="Spans">By time; the first begins before everything.</param>
internal sealed record ThingTimeline(IReadOnlyList<ThingSpan> Spans)
{
    /// <summary>The stretch that a memory is of.</summary>
    public ThingSpan Of(WatchMemory memory)
    {
        var (from, span) = (new DateTimeOffset(memory.From, TimeSpan.Zero), Spans.Count - 1);
        while (span > 0 && Spans[span].From > from)
        {
            span--;
        }

        return Spans[span];
    }

    /// <summary>The stretch after the one that a memory is of, or null: that one has no end.</summary>
    public ThingSpan? After(WatchMemory memory)
    {
        if (Spans.Count == 1)
        {
            return null;
        }

        var from = new DateTimeOffset(memory.From, TimeSpan.Zero);
        foreach (var span in Spans)
        {
            if (span.From > from)
            {
                return span;
            }
        }

        return null;
    }
}

/// <summary>A stretch of time in which a thing is judged by the same rules and figures.</summary>
/// <param name="From">When it begins, UTC.</param>
/// <param name="Program">The rules; where the pack is off they hear what is measured and find nothing.</param>
/// <param name="IsOn">Whether the pack is on.</param>
internal readonly record struct ThingSpan(DateTimeOffset From, ThingProgram Program, bool IsOn);
