using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Watch;

namespace CityActors.Cameras;

/// <summary>A version of a pack with its figures, from an instant on.</summary>
/// <param name="From">The instant, UTC.</param>
/// <param name="Pack">The version.</param>
/// <param name="Values">The figures of its rules.</param>
/// <param name="On">When the pack is on, or null: always.</param>
internal sealed record TrackStretch(DateTimeOffset From, PackFiles Pack, RuleValues Values, PackSchedule? On)
{
    /// <inheritdoc/>
    public override string ToString() => $"{From.UtcTicks} {Pack.Digest} {Values} {On}";
}

/// <summary>By what a camera of one kind is judged. What it follows is judged by the figures that held when it appeared.</summary>
/// <param name="Rules">At most one for each kind of observation and instant; by time.</param>
/// <param name="MostAnHour">How many alerts of one kind and zone may begin in an hour.</param>
/// <param name="MostZones">How many zones a camera may name besides those that it is registered with.</param>
internal sealed record TrackProgram(IReadOnlyList<TrackRule> Rules, int MostAnHour, int MostZones)
{
    /// <summary>The kind of a camera whose card names none.</summary>
    public const string UsualThing = "camera";

    /// <summary>How long a track may go without an event where the pack does not say it.</summary>
    private static readonly TimeSpan UsualLost = TimeSpan.FromMinutes(30);

    /// <summary>The rule of a kind of observation at an instant, or null: it is not judged.</summary>
    public TrackRule? Of(string kind, DateTimeOffset at)
    {
        var found = default(TrackRule);
        foreach (var rule in Rules)
        {
            found = rule.Kind == kind && (rule.From <= at || found is null) ? rule : found;
        }

        return found;
    }

    /// <summary>Makes rules of those that packs describe. The packs were checked before.</summary>
    /// <param name="thing">The kind of camera.</param>
    /// <param name="packs">The packs by whose words the city speaks.</param>
    /// <param name="stretches">The versions that judge it, by time.</param>
    /// <param name="options">What keeps a camera that chatters from flooding the city.</param>
    public static TrackProgram Compile(string thing, PackSet packs, IReadOnlyList<TrackStretch> stretches, CameraOptions options)
    {
        var rules =
            from stretch in stretches
            from spec in stretch.Pack.Watch.Rules.OfType<TrackSpec>()
            where spec.Of.StartsWith($"{thing}.", StringComparison.Ordinal) && spec.Finds.Alert is not null
            orderby stretch.From
            select Compile(stretch, spec, stretch.Pack.Watch.Alerts.Concat(packs.All.SelectMany(static pack => pack.Watch.Alerts)).First(alert => alert.Alert == spec.Finds.Alert));
        return new TrackProgram([.. rules], options.MostAnHour, options.MostZones);
    }

    private static TrackRule Compile(TrackStretch stretch, TrackSpec spec, AlertSpec alert)
    {
        var (values, dwell) = (stretch.Values, stretch.Values.Span(spec.Dwell) ?? TimeSpan.Zero);
        var lost = values.Span(spec.Lost) ?? UsualLost;
        return new()
        {
            From = stretch.From,
            Kind = spec.Of.Split('.')[1],
            Pack = ProgramCompiler.IsOwn(alert) ? "" : stretch.Pack.Name,
            Rule = spec.Rule,
            Alert = alert,
            Sends = spec.Finds.Send is { FromLevel: 1 } ? $"{stretch.Pack.Name}/{spec.Rule}" : null,
            Dwell = dwell,
            Hits = spec.Hits?.Least ?? 1,
            HitsOf = spec.Hits?.Of ?? TrackRule.MostHits,
            LeastConfidence = (double?)values.Number(spec.LeastConfidence) ?? 0,
            OffDelay = values.Span(spec.OffDelay) ?? TimeSpan.Zero,
            Cooldown = values.Span(spec.Cooldown) ?? TimeSpan.Zero,
            Lost = dwell > lost ? dwell : lost, // None is forgotten before it is an alert.
            During = PackSchedule.Both(ProgramCompiler.Schedule(spec.During), stretch.On),
        };
    }
}
