using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Watch;

namespace CityActors.Cameras;

/// <summary>By what a camera of one kind is judged.</summary>
/// <param name="Rules">At most one for each kind of observation.</param>
/// <param name="MostAnHour">How many alerts of one kind and zone may begin in an hour.</param>
/// <param name="MostZones">How many zones a camera may name besides those that it is registered with.</param>
internal sealed record TrackProgram(IReadOnlyList<TrackRule> Rules, int MostAnHour, int MostZones)
{
    /// <summary>The kind of a camera whose card names none.</summary>
    public const string UsualThing = "camera";

    /// <summary>The rule of a kind of observation, or null: it is not judged.</summary>
    public TrackRule? Of(string kind)
    {
        foreach (var rule in Rules)
        {
            if (rule.Kind == kind)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Makes rules of those that packs describe. The packs were checked before.</summary>
    public static TrackProgram Compile(string thing, PackSet packs, CameraOptions options)
    {
        var alerts = packs.All.SelectMany(static pack => pack.Watch.Alerts).ToDictionary(static alert => alert.Alert, StringComparer.Ordinal);
        var rules =
            from pack in packs.All
            let values = new RuleValues(pack.Manifest)
            from spec in pack.Watch.Rules.OfType<TrackSpec>()
            where spec.Of.StartsWith($"{thing}.", StringComparison.Ordinal) && spec.Finds.Alert is not null
            select Compile(pack, spec, alerts[spec.Finds.Alert!], values);
        return new TrackProgram([.. rules], options.MostAnHour, options.MostZones);
    }

    private static TrackRule Compile(PackFiles pack, TrackSpec spec, AlertSpec alert, RuleValues values) => new()
    {
        // None is forgotten before it is an alert.
        Lost = Longer(values.Span(spec.Lost) ?? TimeSpan.FromMinutes(30), values.Span(spec.Dwell)),
        Kind = spec.Of.Split('.')[1],
        Pack = pack.Name,
        Rule = spec.Rule,
        Alert = alert,
        IsOwn = ProgramCompiler.IsOwn(alert),
        Dwell = values.Span(spec.Dwell) ?? TimeSpan.Zero,
        Hits = spec.Hits?.Least ?? 1,
        HitsOf = spec.Hits?.Of ?? TrackRule.MostHits,
        LeastConfidence = (double?)values.Number(spec.LeastConfidence) ?? 0,
        OffDelay = values.Span(spec.OffDelay) ?? TimeSpan.Zero,
        Cooldown = values.Span(spec.Cooldown) ?? TimeSpan.Zero,
        During = ProgramCompiler.Schedule(spec.During),
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan? other) => other > one ? other.Value : one;
}
