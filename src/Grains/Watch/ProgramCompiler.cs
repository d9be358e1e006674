using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>Makes rules that judge of rules that a pack describes. The pack was checked before.</summary>
internal static class ProgramCompiler
{
    private static readonly HashSet<string> Own = new(AlertKinds.All, StringComparer.Ordinal);

    /// <summary>Whether the city itself says how urgent such an alert is.</summary>
    public static bool IsOwn(AlertSpec alert) => Own.Contains(alert.Alert);

    public static ThingProgram Compile(PackFiles pack, ThingSpec thing, PackSet packs, TerminalRegistration registration, TerminalOptions options, Kinds kinds)
    {
        var values = new RuleValues(pack.Manifest);
        var overrides = Overrides(thing, registration, options);
        var interval = overrides?.Interval ?? registration.Interval ?? values.Span(thing.Every) ?? TimeSpan.FromMinutes(15);
        var specs = pack.Watch.Rules.Where(rule => rule.Of.StartsWith($"{thing.Kind}.", StringComparison.Ordinal)).ToList();
        var judged = new List<(WatchRule Rule, RuleUse Use)>();
        foreach (var spec in specs)
        {
            var kind = spec.Of.Split('.')[1];
            var number = kinds.NumberOf(kind);
            if (Rule(spec, number, values, overrides, interval, options) is { } rule)
            {
                judged.Add((rule, Use(pack, spec, packs, kinds.Of(number), number, specs)));
            }
        }

        // The first threshold is the one that a single device may set.
        var threshold = judged.Select(static entry => entry.Rule).OfType<LevelsRule>().FirstOrDefault()?.Levels[0].From;
        return new ThingProgram(
            new Watcher([.. judged.Select(static entry => entry.Rule)], number => kinds.Of(number).Step), [.. judged.Select(static entry => entry.Use)], interval, threshold);
    }

    private static RuleUse Use(PackFiles pack, RuleSpec spec, PackSet packs, KindFacts kind, int number, List<RuleSpec> specs)
    {
        var alert = spec.Finds.Alert is { } name ? packs.All.SelectMany(static known => known.Watch.Alerts).First(known => known.Alert == name) : null;
        var isAlone = specs.Count(other => other.Finds.Alert == spec.Finds.Alert) == 1;
        var words = packs.All.SelectMany(static known => known.Things.Observations).First(known => known.Kind == kind.Name).Name;
        return new RuleUse(pack.Name, spec.Rule, kind, number, words, alert, isAlone ? "main" : kind.Name, alert is not null && IsOwn(alert));
    }

    private static WatchRule? Rule(RuleSpec spec, int of, RuleValues values, ThresholdRule? overrides, TimeSpan interval, TerminalOptions options) => spec switch
    {
        ThresholdSpec threshold => Levels(threshold, of, values, overrides, options),
        SilenceSpec silence => new SilenceRule { Of = of, During = Schedule(spec.During), After = values.Span(silence.After) ?? DataGap.Limit(interval, options.GapAfter) },
        StuckSpec stuck => new StuckRule { Of = of, After = values.Span(stuck.After)!.Value, Except = stuck.Except, During = Schedule(spec.During) },
        RateSpec rate => new RateRule
        {
            Of = of,
            By = Number(values, rate.Rise ?? rate.Fall)!.Value,
            IsFall = rate.Fall is not null,
            Within = values.Span(rate.Within)!.Value,
            AtLeast = Number(values, rate.AtLeast),
            During = Schedule(spec.During),
        },
        SumSpec { Levels.Count: > 0 } sum => new SumRule
        {
            Of = of,
            As = (SumAs)sum.As,
            Over = values.Span(sum.Over)!.Value,
            LeastValues = (int)(Number(values, sum.LeastValues) ?? 1),
            Levels = new LevelsRule { Of = of, Levels = LevelsOf(sum.Levels, values), During = Schedule(spec.During) },
        },
        CountSpec count => new CountRule { Of = of, Least = (int)Number(values, count.Least)!.Value, Within = values.Span(count.Within)!.Value, IsDistinct = count.Distinct, During = Schedule(spec.During) },
        _ => null,
    };

    private static LevelsRule Levels(ThresholdSpec spec, int of, RuleValues values, ThresholdRule? overrides, TerminalOptions options) => new()
    {
        Of = of,
        Levels = overrides is null ? LevelsOf(spec.Levels, values) : [new WatchLevel(1, overrides.Threshold, overrides.Threshold - overrides.DeadBand)],
        IsDown = spec.Direction == Direction.Down,
        OnDelay = overrides?.OnDelay ?? values.Span(spec.OnDelay) ?? TimeSpan.Zero,
        OffDelay = overrides?.OffDelay ?? values.Span(spec.OffDelay) ?? TimeSpan.Zero,
        IsLatched = spec.Latch,
        During = Schedule(spec.During),
        Cooldown = overrides is null ? values.Span(spec.Cooldown) ?? TimeSpan.Zero : options.Cooldown,
        MostAnHour = overrides is null ? (int?)Number(values, spec.MostAnHour) : options.MostAnHour,
    };

    private static WatchLevel[] LevelsOf(IReadOnlyList<LevelSpec> levels, RuleValues values) =>
        [.. levels.Select(level => new WatchLevel(level.Level, Number(values, level.From)!.Value, Number(values, level.Until)!.Value))];

    /// <summary>What the city or a single device sets where there is one limit; null: it is as the pack says.</summary>
    private static ThresholdRule? Overrides(ThingSpec thing, TerminalRegistration registration, TerminalOptions options) =>
        options.Kinds.ContainsKey(thing.Kind) ? ThresholdRule.Of(registration, options) : null;

    private static double? Number(RuleValues values, PackValue? given) => (double?)values.Number(given);

    /// <summary>When a rule judges, or null: always.</summary>
    public static ISchedule? Schedule(string? during) => during is null ? null
        : DuringText.Parse(during, out var fault) is { } text ? Joined(false, text.AnyOf.Select(static all => Joined(true, all.Select(Window)))) : throw new FormatException(fault);

    private static ISchedule Joined(bool isAll, IEnumerable<ISchedule> parts) => parts.ToArray() is [var one] ? one : new JoinedSchedule(isAll, [.. parts]);

    private static ISchedule Window(DuringWindow window) => window is HoursWindow hours ? new DailyHours(hours.From, hours.To) : new Months(((MonthsWindow)window).First, ((MonthsWindow)window).Last);
}
