using CityActors.Client.Replays;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>What one terminal measures of one kind.</summary>
internal sealed class SceneValues
{
    private readonly LifeSpec life;
    private readonly ObservationSpec kind;
    private readonly TimeSpan every;
    private readonly Chance chance;
    private readonly bool isSpread;
    private readonly int digits;
    private readonly DateTimeOffset midnight;

    private SceneValues(LifeSpec life, ObservationSpec kind, TimeSpan every, Chance chance, bool isSpread, DateTimeOffset midnight)
    {
        (this.life, this.kind, this.every, this.chance, this.isSpread, this.midnight) = (life, kind, every, chance, isSpread, midnight);

        // Three digits that say something.
        var size = Math.Max(Math.Abs(life.Mean) + life.DaySwing, Math.Max(life.Noise, 0.001));
        digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 4);
    }

    public static SceneValues Of(ScenePlan plan, PackWords words, BackgroundSpec background, string id, string kind) => new(
        background.Kinds.GetValueOrDefault(kind) ?? background.Life ?? new(), words.Kind(kind), words.Every(background.Thing), plan.ChanceOf($"{id}/{kind}"),
        plan.Spec.Happens.Any(happening => happening.Share is not null && happening.Of.StartsWith($"{background.Thing}.", StringComparison.Ordinal)), plan.Midnight);

    /// <summary>How long after the full interval it sends: many things do not send at the same moment.</summary>
    public TimeSpan Offset(TimeSpan interval) => TimeSpan.FromSeconds(isSpread ? Math.Floor(chance.Between(1, interval.TotalSeconds, 0, 5)) : interval.TotalSeconds);

    /// <summary>What it measures while nothing happens.</summary>
    public double Usual(DateTimeOffset at) => Rounded(Base(at, life.Noise));

    /// <summary>What it measures.</summary>
    /// <param name="at">When.</param>
    /// <param name="own">What happens to it.</param>
    public double At(DateTimeOffset at, IReadOnlyList<SceneEvent> own)
    {
        var happens = own.Where(happened => at >= happened.At && at < happened.Until).ToList();
        if (happens.Find(static happened => happened.Spec.What == Happening.Zero) is not null)
        {
            return 0;
        }

        if (happens.Find(static happened => happened.Spec.What == Happening.Stuck) is { } stuck)
        {
            return Usual(FirstReading(stuck.At));
        }

        var noise = happens.Select(static happened => happened.Spec.Noise).FirstOrDefault(static noise => noise is not null) ?? life.Noise;
        return Rounded(Base(at, noise) + happens.Sum(happened => Change(happened, at)));
    }

    /// <summary>By how much something changes a value.</summary>
    /// <param name="happened">What happens.</param>
    /// <param name="at">When.</param>
    private double Change(SceneEvent happened, DateTimeOffset at)
    {
        var (spec, by) = (happened.Spec, happened.Spec.By);
        if (spec.What is not (Happening.Spike or Happening.Ramp) || by.Count == 0)
        {
            return 0;
        }

        var step = PackWords.Length(spec.Every) ?? every;
        var number = (int)Math.Floor((at - happened.At) / step);
        if (number < by.Count)
        {
            return by[number];
        }

        var holdsUntil = happened.At + (step * (by.Count - 1)) + (PackWords.Length(spec.Hold) ?? TimeSpan.Zero);
        if (at <= holdsUntil || (spec.What == Happening.Ramp && spec.Then is null && (spec.Hold is null || spec.For.Count > 0)))
        {
            return spec.What == Happening.Ramp ? by[^1] : 0;
        }

        var back = (int)Math.Ceiling((at - holdsUntil) / step);
        return spec.Then is not null && back < by.Count ? by[by.Count - 1 - back] : 0;
    }

    private DateTimeOffset FirstReading(DateTimeOffset from)
    {
        var first = midnight + Offset(every);
        return first + (every * Math.Ceiling((from - first) / every));
    }

    private double Base(DateTimeOffset at, double noise)
    {
        var hours = at.ToOffset(ReplayClock.ChinaStandardTime).TimeOfDay.TotalHours;
        return life.Mean + (life.DaySwing * Math.Sin(Math.Tau * (hours - 9) / 24)) + (noise * Normal(at.ToUnixTimeSeconds()));
    }

    // Box and Muller.
    private double Normal(long place) => Math.Sqrt(-2 * Math.Log(1 - chance.Unit(place))) * Math.Cos(Math.Tau * chance.Unit(place, 1));

    private double Rounded(double value) => kind.Range is [var least, var most] ? Math.Clamp(Math.Round(value, digits), least, most) : Math.Round(value, digits);
}
