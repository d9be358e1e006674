using CityActors.Packs.Expressions;

namespace CityActors.Pools;

/// <summary>Chooses out of a pool and says why: who may, by the rule; who is not full; of those, who has the most points. Pure.</summary>
internal static class PoolMethods
{
    private const int CandidatesShown = 5;

    /// <summary>Chooses as many as are wanted, or nobody.</summary>
    /// <param name="program">The rules.</param>
    /// <param name="need">What is needed.</param>
    /// <param name="state">Who is in the pool, and what each has in hand.</param>
    /// <param name="at">The time by which it is judged, UTC.</param>
    public static PoolChoice Choose(PoolProgram program, PoolNeed need, PoolState state, DateTimeOffset at)
    {
        var asked = program.Asked(need);
        var judged = MembersOf(program, state).Select(member => Judge(program, need, asked, member, state, at)).ToList();
        var free = judged.Where(static one => one.Verdict == PoolVerdicts.Behind).ToList();
        free.Sort(program.Spec.Ties.Contains("load") ? ByPointsAndLoad : ByPoints);
        var wanted = need.Seats - need.Holders.Count;
        var chosen = free.Count >= wanted ? free.Take(wanted).ToList() : [];
        var others = judged.Where(static one => one.Verdict != PoolVerdicts.Behind).OrderBy(static one => PoolVerdicts.RankOf(one.Verdict)).ThenBy(static one => one.Member.Key, StringComparer.Ordinal);
        var shown = free.Concat(others).Take(Math.Max(CandidatesShown, chosen.Count)).Select((one, i) => one.As(i < chosen.Count ? PoolVerdicts.Chosen : one.Verdict)).ToArray();
        return PoolSentences.Tell(new PoolChoice
        {
            Chosen = [.. chosen.Select(static one => one.Member.Key)],
            Candidates = shown,
            Members = judged.Count,
            Free = free.Count,
        }, judged.CountBy(static one => one.Verdict, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether a member could be chosen: the question without the reasons.</summary>
    public static bool Could(PoolProgram program, PoolNeed need, ShownRecord member, PoolState state, DateTimeOffset at) =>
        member.Register == program.Register && Judge(program, need, program.Asked(need), member, state, at).Verdict == PoolVerdicts.Behind;

    /// <summary>In which place a need stands in the line: the class, or before all classes once it has waited too long.</summary>
    public static int PlaceOf(PoolProgram program, PoolNeed need, DateTimeOffset at, Func<DateTimeOffset, Deadlines.TimeLimit, DateTimeOffset> after)
    {
        if (program.Classes.IsEmpty || (program.LongestWait is { } longest && after(need.At, longest) <= at))
        {
            return -1;
        }

        var values = program.Values(need, Nobody, 0, at, Nothing, program.Asked(need));
        for (var i = 0; i < program.Classes.Length; i++)
        {
            if (program.Classes[i].Holds(values))
            {
                return i;
            }
        }

        return program.Classes.Length;
    }

    private static ShownRecord Nobody { get; } = new("", "", 0, IsActive: false, System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    private static IReadOnlyDictionary<string, ShownRecord> Nothing { get; } = new Dictionary<string, ShownRecord>(StringComparer.Ordinal);

    private static int ByPoints(Judged one, Judged other) => other.Points.CompareTo(one.Points) is var byPoints and not 0 ? byPoints : string.CompareOrdinal(one.Member.Key, other.Member.Key);

    private static int ByPointsAndLoad(Judged one, Judged other) => other.Points.CompareTo(one.Points) is var byPoints and not 0 ? byPoints
        : one.Load.CompareTo(other.Load) is var byLoad and not 0 ? byLoad
        : string.CompareOrdinal(one.Member.Key, other.Member.Key);

    private static IEnumerable<ShownRecord> MembersOf(PoolProgram program, PoolState state) => state.Records.Values.Where(record => record.IsActive && record.Register == program.Register);

    private static Judged Judge(PoolProgram program, PoolNeed need, Value[] asked, ShownRecord member, PoolState state, DateTimeOffset at)
    {
        var load = state.Load(member.Key);
        var values = program.Values(need, member, load, at, state.Records, asked);
        var capacity = (int)Math.Clamp(program.Capacity.Evaluate(values).AsNumber ?? 0, 0, int.MaxValue);
        var verdict = !member.IsActive || program.May?.Holds(values) == false || need.Carried.Contains(member.Key) ? PoolVerdicts.Excluded
            : need.PassedOver.FirstOrDefault(passed => passed.Who == member.Key) is { } passed ? passed.Verdict
            : load >= capacity ? PoolVerdicts.Full
            : PoolVerdicts.Behind;
        var points = verdict == PoolVerdicts.Behind ? program.Points.Sum(point => PointsOf(point, values)) : 0;
        return new Judged(program, member, values, verdict, points, load, capacity);
    }

    private static decimal PointsOf(CompiledPoint point, IValues values) => point.If?.Holds(values) == false ? 0 : point.Points.Evaluate(values).AsNumber ?? 0;

    private sealed record Judged(PoolProgram Program, ShownRecord Member, IValues Values, string Verdict, decimal Points, int Load, int Capacity)
    {
        public PoolCandidate As(string verdict) => new(Member.Key, verdict, Points, Load, Capacity, verdict switch
        {
            PoolVerdicts.Chosen or PoolVerdicts.Behind => [.. Program.Points.Where(point => point.If?.Holds(Values) != false).Select(point => new PoolReason(PointsOf(point, Values), point.Why.Fill(Values, inChinese: false), point.Why.Fill(Values, inChinese: true)))],
            PoolVerdicts.Excluded when Program.May is { } may => [new PoolReason(0, may.Explain(Values).InEnglish, may.Explain(Values).InChinese)],
            _ => [],
        });
    }
}

/// <summary>Why somebody of a pool was or was not chosen.</summary>
internal static class PoolVerdicts
{
    public const string Chosen = "chosen";
    public const string Behind = "behind";
    public const string Full = "full";
    public const string Declined = "declined";
    public const string Late = "late";
    public const string Excluded = "excluded";

    /// <summary>Who is told of first among those that could not be chosen: whoever was nearest to it.</summary>
    public static int RankOf(string verdict) => verdict switch { Full => 0, Declined => 1, Late => 2, _ => 3 };

    /// <summary>The verdict for people.</summary>
    public static (string English, string Chinese) Words(string verdict) => verdict switch
    {
        Full => ("full", "在办已满"),
        Declined => ("declined", "已谢绝"),
        Late => ("did not answer in time", "逾期未应答"),
        Excluded => ("excluded by the rule", "不符合规则"),
        _ => (verdict, "排名在后"),
    };
}
