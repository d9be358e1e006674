using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Figures, lengths of time, schedules and conditions of rules, places and ladders: types and units (T0 to T6), levels (A6).</summary>
internal static class TermChecks
{
    private const int MostCount = 1_000_000;
    private const int MostSightings = 64;

    public static void Run(CheckRun run)
    {
        var (watch, terms) = (run.Pack.Watch, new Terms(run));
        for (var i = 0; i < watch.Rules.Count; i++)
        {
            var (rule, path) = (watch.Rules[i], $"$.rules[{i}]");
            During(run, rule.During, path);
            Rule(run, terms, rule, path);
        }

        for (var i = 0; i < watch.Places.Count; i++)
        {
            During(run, watch.Places[i].During, $"$.places[{i}]");
            Place(terms, watch.Places[i], $"$.places[{i}]");
        }

        for (var i = 0; i < watch.Alerts.Count; i++)
        {
            Ladder(run, terms, watch.Alerts[i], $"$.alerts[{i}]");
        }
    }

    private static void During(CheckRun run, string? during, string path)
    {
        if (during is not null && DuringText.Parse(during, out var fault) is null)
        {
            run.Fault("T2", Terms.File, $"{path}.during", fault!);
        }
    }

    private static void Rule(CheckRun run, Terms terms, RuleSpec rule, string path)
    {
        var kind = rule.Of.Split('.') is [_, var kindName] ? run.Observations.GetValueOrDefault(kindName) : null;
        var unit = kind is null ? null : Roots.NumberIn(kind.Unit);
        switch (rule)
        {
            case ThresholdSpec threshold:
                LevelChecks.Run(run, terms, threshold.Levels, threshold.Direction, unit, kind?.Range, $"{path}.levels");
                terms.Length(threshold.OnDelay, $"{path}.on-delay");
                terms.Length(threshold.OffDelay, $"{path}.off-delay");
                terms.Length(threshold.Cooldown, $"{path}.cooldown");
                terms.Within(threshold.MostAnHour, $"{path}.most-an-hour", ExpressionType.Whole, 1, MostCount);
                break;
            case RateSpec rate:
                terms.AboveZero(rate.Rise, $"{path}.rise", unit);
                terms.AboveZero(rate.Fall, $"{path}.fall", unit);
                terms.Figure(rate.AtLeast, $"{path}.at-least", unit);
                terms.Length(rate.Within, $"{path}.within", "1 seconds");
                break;
            case SumSpec sum:
                Sum(run, terms, sum, kind, path);
                break;
            case SilenceSpec silence:
                Silence(run, terms, silence, path);
                break;
            case StuckSpec stuck:
                terms.Length(stuck.After, $"{path}.after", "1 seconds");
                break;
            case CountSpec count:
                terms.Within(count.Least, $"{path}.least", ExpressionType.Whole, 1, MostCount);
                terms.Length(count.Within, $"{path}.within", "1 seconds");
                break;
            case TrackSpec track:
                Track(run, terms, track, path);
                break;
        }
    }

    // A mean or a greatest value has the unit of what it is of. A sum may have another: rain in mm/h of every hour sums up to mm.
    private static void Sum(CheckRun run, Terms terms, SumSpec sum, ObservationSpec? kind, string path)
    {
        var unit = kind is null || sum.As == SumMode.Sum ? null : Roots.NumberIn(kind.Unit);
        if (sum.Levels.Count > 0)
        {
            LevelChecks.Run(run, terms, sum.Levels, Direction.Up, unit, sum.As == SumMode.Sum ? null : kind?.Range, $"{path}.levels");
        }

        if (sum.Over.Text != "day")
        {
            terms.Length(sum.Over, $"{path}.over", "1 minutes");
        }

        terms.Within(sum.LeastValues, $"{path}.least-values", ExpressionType.Whole, 1, MostCount);
        var derived = sum.Finds.Observe is { } name ? run.Observations.GetValueOrDefault(name) : null;
        run.Holds(derived is null || kind is null || sum.As == SumMode.Sum || derived.Unit == kind.Unit, "T2", Terms.File, $"{path}.finds.observe", $"'{derived?.Kind}' is in {derived?.Unit}, but what is derived is in {kind?.Unit}.");
    }

    private static void Silence(CheckRun run, Terms terms, SilenceSpec silence, string path)
    {
        var after = terms.Length(silence.After, $"{path}.after", "1 seconds");
        var every = Span.Parse(run.Things.GetValueOrDefault(silence.Of.Split('.')[0])?.Every?.Text);
        run.Holds(after is null || every is null || after >= 2 * every.Value.Length, "T5", Terms.File, $"{path}.after", $"'{silence.After}' can be less than two intervals of {every}, so that one late reading would be a silence: give more.");
    }

    private static void Track(CheckRun run, Terms terms, TrackSpec track, string path)
    {
        terms.Length(track.Dwell, $"{path}.dwell");
        terms.Length(track.OffDelay, $"{path}.off-delay");
        terms.Length(track.Cooldown, $"{path}.cooldown");
        terms.Length(track.Lost, $"{path}.lost", "1 seconds");
        terms.Within(track.LeastConfidence, $"{path}.least-confidence", ExpressionType.Number(), 0, 1);
        run.Holds(track.Hits is not { } hits || (hits.Least >= 1 && hits.Least <= hits.Of && hits.Of <= MostSightings), "T2", Terms.File, $"{path}.hits", $"Give at least 1 hit of at most {MostSightings} sightings, for example {{ \"least\": 2, \"of\": 3 }}.");
    }

    private static void Place(Terms terms, PlaceRuleSpec place, string path)
    {
        terms.Within(place.LeastMembers, $"{path}.least-members", ExpressionType.Whole, 1, MostCount);
        terms.Within(place.Least, $"{path}.least", ExpressionType.Number(), 0, 1);
        terms.Within(place.Most, $"{path}.most", ExpressionType.Number(), 0, 1);
        terms.Within(place.Near, $"{path}.near", ExpressionType.Number("m"), 1, 100_000);
        terms.Length(place.Within, $"{path}.within", "1 seconds");
        terms.Length(place.Settle, $"{path}.settle");
    }

    private static void Ladder(CheckRun run, Terms terms, AlertSpec alert, string path)
    {
        var scope = Roots.Ladder(alert.Alert, LevelsOf(run, alert));
        var last = TimeSpan.Zero;
        for (var i = 0; i < alert.Ladder.Count; i++)
        {
            var (step, at) = (alert.Ladder[i], $"{path}.ladder[{i}]");
            terms.Length(step.After, $"{at}.after", most: "24 hours");
            var after = terms.Defaults.Span(step.After) ?? last;
            run.Holds(after >= last, "A3", Terms.File, $"{at}.after", "The steps stand in the order of time.");
            last = after;
            foreach (var fault in step.If is null ? [] : Expression.Check(step.If, scope, ExpressionType.Flag).Faults)
            {
                run.Fault(fault.Code, Terms.File, $"{at}.if", $"'{step.If}', column {fault.Column}: {fault.Sentence}");
            }
        }
    }

    private static int LevelsOf(CheckRun run, AlertSpec alert) => run.Reach.SelectMany(static pack => pack.Watch.Rules).Where(rule => rule.Finds.Alert == alert.Alert)
        .Select(static rule => rule switch { ThresholdSpec threshold => threshold.Levels.Count, SumSpec { Levels.Count: > 0 } sum => sum.Levels.Count, _ => 1 })
        .DefaultIfEmpty(1).Max();
}
