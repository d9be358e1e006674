using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>What a program is made of: a kind of thing, by one version of its pack, with the figures of a place, a device and an instant.</summary>
/// <param name="Pack">The version of the pack.</param>
/// <param name="Thing">The kind of thing.</param>
/// <param name="Packs">All packs of the city.</param>
/// <param name="Values">The figures of the pack's rules.</param>
/// <param name="Registration">What a single device sets for itself.</param>
/// <param name="GapAfter">The least silence that is a data gap where a rule does not say it.</param>
/// <param name="Kinds">The kinds of observation.</param>
internal sealed record ProgramParts(PackFiles Pack, ThingSpec Thing, PackSet Packs, RuleValues Values, TerminalRegistration Registration, TimeSpan GapAfter, Kinds Kinds);

/// <summary>Makes rules that judge of rules that a pack describes. The pack was checked before.</summary>
internal static class ProgramCompiler
{
    /// <summary>How often a thing reports whose pack does not say it.</summary>
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMinutes(15);

    // Told in the words that they had before there were packs; everything else of them is the pack's.
    private static readonly HashSet<string> Own = new(AlertKinds.All, StringComparer.Ordinal);

    /// <summary>Whether such an alert is told in the words that it had before there were packs.</summary>
    public static bool IsOwn(AlertSpec alert) => Own.Contains(alert.Alert);

    public static ThingProgram Compile(ProgramParts parts)
    {
        var limit = DeviceLimit.Of(parts.Pack, parts.Thing);
        var values = limit is not null && parts.Registration.Threshold is { } own ? parts.Values.With(limit.Parameter, DeviceLimit.Value(own)) : parts.Values;
        var interval = Interval(parts.Registration, parts.Thing, values);
        var specs = parts.Pack.Watch.Rules.Where(rule => rule.Of.StartsWith($"{parts.Thing.Kind}.", StringComparison.Ordinal)).ToList();
        var judged = new List<(WatchRule Rule, RuleUse Use)>();
        foreach (var spec in specs)
        {
            var kind = spec.Of.Split('.')[1];
            var number = parts.Kinds.NumberOf(kind);
            if (Rule(spec, number, values, ReferenceEquals(spec, limit?.Rule) ? parts.Registration : null, DataGap.Limit(interval, parts.GapAfter)) is { } rule)
            {
                judged.Add((rule, Use(parts, spec, number, specs)));
            }
        }

        // The first threshold is the one that a single device may set.
        var threshold = judged.Select(static entry => entry.Rule).OfType<LevelsRule>().FirstOrDefault()?.Levels[0].From;
        return new ThingProgram(
            new Watcher([.. judged.Select(static entry => entry.Rule)], number => parts.Kinds.Of(number).Step), [.. judged.Select(static entry => entry.Use)], interval, threshold);
    }

    /// <summary>What hears a thing whose pack is off: it knows the last readings and finds nothing.</summary>
    public static ThingProgram Deaf(ThingSpec thing, TerminalRegistration registration, Kinds kinds) => new(
        new Watcher([.. thing.Observes.Select(kind => kinds.NumberOf(kind)).Where(static number => number >= 0).Select(static number => new SilenceRule { Of = number, After = null })], number => kinds.Of(number).Step),
        [],
        registration.Interval ?? Packs.Span.Parse(thing.Every?.Text)?.Length ?? UsualInterval,
        null);

    private static TimeSpan Interval(TerminalRegistration registration, ThingSpec thing, RuleValues values) => registration.Interval ?? values.Span(thing.Every) ?? UsualInterval;

    private static RuleUse Use(ProgramParts parts, RuleSpec spec, int number, List<RuleSpec> specs)
    {
        // The pack's own version first: another one of it may be the city's by now.
        PackFiles[] packs = [parts.Pack, .. parts.Packs.All.Where(other => other.Name != parts.Pack.Name)];
        var kind = parts.Kinds.Of(number);
        var alert = spec.Finds.Alert is { } name ? packs.SelectMany(static known => known.Watch.Alerts).First(known => known.Alert == name) : null;
        var isAlone = specs.Count(other => other.Finds.Alert == spec.Finds.Alert) == 1;
        var words = packs.SelectMany(static known => known.Things.Observations).First(known => known.Kind == kind.Name).Name;
        return new RuleUse(parts.Pack.Name, spec.Rule, kind, number, words, alert, isAlone ? "main" : kind.Name, alert is not null && IsOwn(alert),
            spec.Finds.Signal, spec.Finds.Observe, spec.Finds.Observe is { } derived ? parts.Kinds.NumberOf(derived) : null, spec.Finds.Send?.FromLevel);
    }

    private static WatchRule? Rule(RuleSpec spec, int of, RuleValues values, TerminalRegistration? own, TimeSpan gap) => spec switch
    {
        ThresholdSpec threshold => Levels(threshold, of, values, own),
        SilenceSpec silence => new SilenceRule { Of = of, During = Schedule(spec.During), After = values.Span(silence.After) ?? gap },
        StuckSpec stuck => new StuckRule { Of = of, After = values.Span(stuck.After)!.Value, Except = stuck.Except, Only = stuck.Only, During = Schedule(spec.During) },
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
        SumSpec { Finds.Observe: not null } sum => new PeriodSumRule
        {
            Of = of,
            As = (SumAs)sum.As,
            Length = values.Span(sum.Over) is { } length && length < TimeSpan.FromDays(1) ? length : TimeSpan.FromDays(1),
            LeastValues = (int)(Number(values, sum.LeastValues) ?? 1),
        },
        CountSpec count => new CountRule { Of = of, Least = (int)Number(values, count.Least)!.Value, Within = values.Span(count.Within)!.Value, IsDistinct = count.Distinct, During = Schedule(spec.During) },
        _ => null,
    };

    private static LevelsRule Levels(ThresholdSpec spec, int of, RuleValues values, TerminalRegistration? own)
    {
        var levels = LevelsOf(spec.Levels, values);
        if (own?.DeadBand is { } band)
        {
            levels = [levels[0] with { Until = spec.Direction == Direction.Down ? levels[0].From + band : levels[0].From - band }];
        }

        return new LevelsRule
        {
            Of = of,
            Levels = levels,
            IsDown = spec.Direction == Direction.Down,
            OnDelay = own?.OnDelay ?? values.Span(spec.OnDelay) ?? TimeSpan.Zero,
            OffDelay = own?.OffDelay ?? values.Span(spec.OffDelay) ?? TimeSpan.Zero,
            IsLatched = spec.Latch,
            During = Schedule(spec.During),
            Cooldown = values.Span(spec.Cooldown) ?? TimeSpan.Zero,
            MostAnHour = (int?)Number(values, spec.MostAnHour),
        };
    }

    private static WatchLevel[] LevelsOf(IReadOnlyList<LevelSpec> levels, RuleValues values) =>
        [.. levels.Select(level => new WatchLevel(level.Level, Number(values, level.From)!.Value, Number(values, level.Until)!.Value))];

    private static double? Number(RuleValues values, PackValue? given) => (double?)values.Number(given);

    /// <summary>When a rule judges, or null: always.</summary>
    public static ISchedule? Schedule(string? during) => during is null ? null
        : DuringText.Parse(during, out var fault) is { } text ? Joined(false, text.AnyOf.Select(static all => Joined(true, all.Select(Window)))) : throw new FormatException(fault);

    private static ISchedule Joined(bool isAll, IEnumerable<ISchedule> parts) => parts.ToArray() is [var one] ? one : new JoinedSchedule(isAll, [.. parts]);

    private static ISchedule Window(DuringWindow window) => window is HoursWindow hours ? new DailyHours(hours.From, hours.To) : new Months(((MonthsWindow)window).First, ((MonthsWindow)window).Last);
}
