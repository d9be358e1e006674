using CityActors.Packs.Switches;

namespace CityActors.Watch;

/// <summary>When a pack is on in a place.</summary>
/// <param name="Spans">By time; the first begins before everything.</param>
internal sealed record PackSchedule(IReadOnlyList<PackSpan> Spans) : ISchedule
{
    /// <summary>The schedule of a pack, or null: it is on always.</summary>
    public static PackSchedule? Of(IReadOnlyList<PackSpan> spans) => spans.All(static span => span.Digest is not null) ? null : new PackSchedule(spans);

    /// <summary>Never.</summary>
    public static PackSchedule Never { get; } = new([new PackSpan(DateTimeOffset.MinValue, null)]);

    /// <summary>What a rule says and when its pack is on, both.</summary>
    public static ISchedule? Both(ISchedule? during, PackSchedule? on) => during is null ? on : on is null ? during : new JoinedSchedule(IsAll: true, [during, on]);

    public bool IsOpen(DateTimeOffset at)
    {
        var isOpen = false;
        foreach (var span in Spans)
        {
            isOpen = span.From <= at ? span.Digest is not null : isOpen;
        }

        return isOpen;
    }

    public DateTimeOffset? NextEdge(DateTimeOffset after)
    {
        var wasOpen = IsOpen(after);
        foreach (var span in Spans)
        {
            if (span.From > after && span.Digest is not null != wasOpen)
            {
                return span.From;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Spans);
}
