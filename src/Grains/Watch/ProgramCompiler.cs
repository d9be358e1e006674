using System.Globalization;
using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>Makes rules that judge of rules that a pack describes. The pack was checked before.</summary>
internal static class ProgramCompiler
{
    private static readonly HashSet<string> Own = new(AlertKinds.All, StringComparer.Ordinal);

    public static ThingProgram Compile(PackFiles pack, ThingSpec thing, PackSet packs, TerminalRegistration registration, TerminalOptions options, Kinds kinds)
    {
        var values = new Defaults(pack);
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
        return new RuleUse(pack.Name, spec.Rule, kind, number, words, alert, isAlone ? "main" : kind.Name, alert is not null && Own.Contains(alert.Alert));
    }

    private static WatchRule? Rule(RuleSpec spec, int of, Defaults values, ThresholdRule? overrides, TimeSpan interval, TerminalOptions options) => spec switch
    {
        ThresholdSpec threshold => Levels(threshold, of, values, overrides, options),
        SilenceSpec silence => new SilenceRule { Of = of, After = values.Span(silence.After) ?? DataGap.Limit(interval, options.GapAfter) },
        StuckSpec stuck => new StuckRule { Of = of, After = values.Span(stuck.After)!.Value, Except = stuck.Except },
        RateSpec rate => new RateRule
        {
            Of = of,
            By = values.Number(rate.Rise ?? rate.Fall)!.Value,
            IsFall = rate.Fall is not null,
            Within = values.Span(rate.Within)!.Value,
            AtLeast = values.Number(rate.AtLeast),
        },
        SumSpec { Levels.Count: > 0 } sum => new SumRule
        {
            Of = of,
            As = (SumAs)sum.As,
            Over = values.Span(sum.Over)!.Value,
            LeastValues = (int)(values.Number(sum.LeastValues) ?? 1),
            Levels = new LevelsRule { Of = of, Levels = LevelsOf(sum.Levels, values) },
        },
        CountSpec count => new CountRule { Of = of, Least = (int)values.Number(count.Least)!.Value, Within = values.Span(count.Within)!.Value, IsDistinct = count.Distinct },
        _ => null,
    };

    private static LevelsRule Levels(ThresholdSpec spec, int of, Defaults values, ThresholdRule? overrides, TerminalOptions options) => new()
    {
        Of = of,
        Levels = overrides is null ? LevelsOf(spec.Levels, values) : [new WatchLevel(1, overrides.Threshold, overrides.Threshold - overrides.DeadBand)],
        IsDown = spec.Direction == Direction.Down,
        OnDelay = overrides?.OnDelay ?? values.Span(spec.OnDelay) ?? TimeSpan.Zero,
        OffDelay = overrides?.OffDelay ?? values.Span(spec.OffDelay) ?? TimeSpan.Zero,
        IsLatched = spec.Latch,
        Cooldown = overrides is null ? values.Span(spec.Cooldown) ?? TimeSpan.Zero : options.Cooldown,
        MostAnHour = overrides is null ? (int?)values.Number(spec.MostAnHour) : options.MostAnHour,
    };

    private static WatchLevel[] LevelsOf(IReadOnlyList<LevelSpec> levels, Defaults values) =>
        [.. levels.Select(level => new WatchLevel(level.Level, values.Number(level.From)!.Value, values.Number(level.Until)!.Value))];

    /// <summary>What the city or a single device sets where there is one limit; null: it is as the pack says.</summary>
    private static ThresholdRule? Overrides(ThingSpec thing, TerminalRegistration registration, TerminalOptions options) =>
        options.Kinds.ContainsKey(thing.Kind) ? ThresholdRule.Of(registration, options) : null;

    /// <summary>The values of a pack's operands.</summary>
    private sealed class Defaults
    {
        private readonly PackFiles pack;
        private readonly Scope scope;
        private readonly IValues values;

        public Defaults(PackFiles pack)
        {
            this.pack = pack;
            var numbers = pack.Manifest.Parameters.Where(static parameter => parameter.Value is { Is: not ParameterType.Span, Default.Number: not null }).ToList();
            scope = new Scope(numbers.Select(static parameter => new ScopeField($"${parameter.Key}", ExpressionType.Number(parameter.Value.Unit is { Length: > 0 } unit ? unit : null))));
            values = scope.Values(numbers.ToDictionary(static parameter => $"${parameter.Key}", static parameter => Value.Of(parameter.Value.Default!.Value.Number!.Value)));
        }

        public double? Number(PackValue? given) => given switch
        {
            null => null,
            { Number: { } number } => (double)number,
            { Text: { } text } => (double?)Operand.Check(text, scope).Operand?.Evaluate(values),
            _ => null,
        };

        public TimeSpan? Span(PackValue? given) => given?.Text is not { } text ? null
            : Packs.Span.Parse(text)?.Length
            ?? (text.StartsWith('$') && pack.Manifest.Parameters.TryGetValue(text[1..], out var parameter) ? Packs.Span.Parse(parameter.Default?.Text)?.Length : null)
            ?? (text == "day" ? TimeSpan.FromDays(1) : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no length of time.")));
    }
}
