using CityActors.Client.Evaluation.Baselines;
using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;
using CityActors.Client.Replays;
using CityActors.Client.Simulation;

namespace CityActors.Client.Evaluation;

/// <summary>Tries a detector on one home: once on what the meter showed, and from each onset on what it would have shown in silence.</summary>
internal sealed class HomeRun
{
    private static readonly TimeSpan longQuiet = TimeSpan.FromHours(12);
    private static readonly TimeSpan betweenHoles = TimeSpan.FromHours(6);

    private readonly MeterHome home;
    private readonly EvaluationPlan plan;
    private readonly Silence silence;
    private readonly bool[] isActive;

    public HomeRun(MeterHome home, EvaluationPlan plan)
    {
        (this.home, this.plan, silence) = (home, plan, new Silence(home));
        isActive = new bool[home.Values.Length];
        var gauge = new ActivityGauge(home.Interval, home.Quantity);
        for (var index = 0; index < isActive.Length; index++)
        {
            isActive[index] = home.Has(index) && gauge.IsActive(At(index), home.Values[index]);
        }

        Class = HomeClasses.Of(home, isActive);
    }

    /// <summary>How sparse the home's life is.</summary>
    public HomeClass Class { get; }

    /// <summary>Runs one detector.</summary>
    public HomeResult Judge(JudgeMaker maker)
    {
        var judge = maker.Make(home.Interval, home.Quantity);
        var first = Math.Max(plan.AfterDay, judge.LeastDays) * home.PerDay;
        var onsets = Onsets(first);
        var starts = new Dictionary<int, IRhythmJudge>();
        var (judged, opened) = (0, new List<int>());
        for (var index = 0; index < home.Values.Length; index++)
        {
            if (onsets.Contains(index))
            {
                starts.TryAdd(index, judge.Copy());
            }

            if (!home.Has(index))
            {
                continue;
            }

            var turn = judge.Observe(At(index), home.Values[index]);
            judged += index >= first ? 1 : 0;
            if (turn == RhythmTurn.Opened && index >= first)
            {
                opened.Add(index);
            }
        }

        var silences = plan.Protocols.ToDictionary(static protocol => protocol, protocol => onsets.ConvertAll(onset => Try(starts[onset], protocol, onset)));
        var byChance = onsets.Count(onset => !starts[onset].IsOpen && opened.Exists(index => index >= onset && index < onset + home.PerDay));
        return new HomeResult(judged / (double)home.PerDay, opened.Count, opened.Count(IsQuietForLong), onsets.Count(onset => starts[onset].IsOpen), byChance, silences);
    }

    private DateTimeOffset At(int index) => ReplayClock.InChina(home.EndOf(index));

    // Drawn from the home's name, so that neither other homes nor their order change them.
    private List<int> Onsets(int first)
    {
        var places = silence.Places(first);
        var chance = Chance.Of(plan.Seed, $"onset/{home.Id}");
        return places.Count == 0 ? [] : [.. Enumerable.Range(0, plan.Onsets).Select(number => places[(int)(chance.Unit(number) * places.Count)])];
    }

    /// <summary>From the onset to the alarm; infinite: none opened within a day, or one was open already.</summary>
    private double Try(IRhythmJudge start, QuietProtocol protocol, int onset)
    {
        if (start.IsOpen)
        {
            return double.PositiveInfinity;
        }

        var judge = start.Copy();
        var day = silence.Day(protocol, onset, Chance.Of(plan.Seed, $"mix/{home.Id}"));
        for (var index = 0; index < day.Length; index++)
        {
            if (!IsInHole(index) && judge.Observe(At(onset + index), day[index]) == RhythmTurn.Opened)
            {
                return (index + 1) * home.Interval.TotalHours;
            }
        }

        return double.PositiveInfinity;
    }

    private bool IsInHole(int index) =>
        plan.Hole > TimeSpan.Zero && (((index + 1) * home.Interval.Ticks) - 1) % betweenHoles.Ticks >= betweenHoles.Ticks - plan.Hole.Ticks;

    // Nobody did anything for so long after an alarm that nobody was there, most likely.
    private bool IsQuietForLong(int opened)
    {
        var next = Array.IndexOf(isActive, true, opened + 1);
        return ((next < 0 ? isActive.Length : next) - opened) * home.Interval > longQuiet;
    }
}

/// <summary>What a detector did in one home.</summary>
/// <param name="Days">Days of readings that were judged.</param>
/// <param name="Alarms">Alarms that opened meanwhile.</param>
/// <param name="LongQuiet">Those of them after which it was quiet for more than 12 h.</param>
/// <param name="OpenAlready">Onsets at which an alarm was open.</param>
/// <param name="ByChance">Onsets after which an alarm opened within a day though nothing was altered.</param>
/// <param name="Delays">Hours from each onset to the alarm; infinite: none.</param>
internal sealed record HomeResult(double Days, int Alarms, int LongQuiet, int OpenAlready, int ByChance, IReadOnlyDictionary<QuietProtocol, List<double>> Delays);
