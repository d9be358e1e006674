using CityActors.Deadlines;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Chooses a responder for one wanted skill and says why. Pure.</summary>
/// <remarks>
/// Only who serves the area and has the skill is considered. Of those free, reachable, on shift and not excluded, the nearest is
/// chosen. Near-ties go to who carries less, then to whose area keeps more free ones, then to the nearer, then by id.
/// Distances are compared in whole decimetres, so that no two machines differ over a rounding.
/// </remarks>
internal static class ResponderChoice
{
    private const int CandidatesShown = 5;

    /// <summary>Chooses.</summary>
    /// <param name="pool">Everybody in the district, in any order.</param>
    /// <param name="skill">The skill wanted.</param>
    /// <param name="need">The order's need.</param>
    /// <param name="excluded">Who must not be chosen for it, with the verdict why.</param>
    /// <param name="now">The time by which shifts are judged, UTC.</param>
    /// <param name="options">What counts as equally near.</param>
    public static DispatchChoice Choose(
        IEnumerable<PoolMember> pool,
        string skill,
        DispatchNeed need,
        IReadOnlyDictionary<string, string> excluded,
        DateTimeOffset now,
        DispatchOptions options)
    {
        var candidates = new List<Candidate>();
        foreach (var member in pool)
        {
            if (MayServe(member.Card, skill, need))
            {
                candidates.Add(new Candidate(
                    member,
                    Math.Round(Geography.DistanceMetres(member.Card.Position, need.Position), 1),
                    Obstacle(member, excluded, now)));
            }
        }

        var free = candidates.FindAll(static candidate => candidate.Obstacle is null);
        if (free.Count == 0)
        {
            candidates.Sort();
            return DispatchTexts.Nobody(skill, [.. candidates.Select(static candidate => candidate.As(candidate.Obstacle!))], CandidatesShown);
        }

        var freeIn = new Lazy<Dictionary<string, int>>(() => free.CountBy(static candidate => candidate.Member.Card.Area, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
        var chosen = Best(free, freeIn, options);
        var judged = Told(candidates, free, chosen).Select(candidate => candidate.As(Verdict(candidate, chosen, freeIn)));
        return DispatchTexts.Chosen(skill, [.. judged], CandidatesShown);
    }

    /// <summary>True where somebody could be chosen: the question without the reasons.</summary>
    public static bool IsAnyFree(
        IEnumerable<PoolMember> pool, string skill, DispatchNeed need, IReadOnlyDictionary<string, string> excluded, DateTimeOffset now) =>
        pool.Any(member => MayServe(member.Card, skill, need) && Obstacle(member, excluded, now) is null);

    /// <summary>True where the responder has the skill and serves the place. Its area is the need's or one above it.</summary>
    public static bool MayServe(ResponderCard card, string skill, DispatchNeed need) =>
        card.Skills.Contains(skill) && (need.Area.Length == 0 || AreaCodes.Contains(card.Area, need.Area));

    /// <summary>Why a responder cannot be chosen, as a verdict; or null.</summary>
    public static string? Obstacle(PoolMember member, IReadOnlyDictionary<string, string> excluded, DateTimeOffset now) =>
        excluded.TryGetValue(member.Card.Id, out var verdict) ? verdict
        : !member.Card.Reachable ? Verdicts.Unreachable
        : !Shifts.IsOnShift(member.Card, now) ? Verdicts.OffShift
        : member.Load >= member.Card.Capacity ? Verdicts.Busy
        : null;

    private static Candidate Best(List<Candidate> free, Lazy<Dictionary<string, int>> freeIn, DispatchOptions options)
    {
        var nearest = free.Min(static candidate => candidate.DistanceMetres);
        var equallyNear = Math.Max(nearest * (1 + options.TieShare), nearest + options.TieMetres);
        var near = free.FindAll(candidate => candidate.DistanceMetres <= equallyNear);
        return near is [var only] ? only : near
            .OrderBy(static candidate => candidate.Member.Load)
            .ThenByDescending(candidate => freeIn.Value[candidate.Member.Card.Area])
            .ThenBy(static candidate => candidate)
            .First();
    }

    /// <summary>All of whom anything may be said, nearest first: the nearest, the chosen, and the next who is free. A large pool is not sorted for that.</summary>
    private static Candidate[] Told(List<Candidate> candidates, List<Candidate> free, Candidate chosen)
    {
        var told = new SortedSet<Candidate> { chosen };
        var next = free.Where(candidate => candidate != chosen).DefaultIfEmpty(chosen).Min();
        told.Add(next);
        var nearest = new SortedSet<Candidate>();
        foreach (var candidate in candidates)
        {
            if (nearest.Count <= CandidatesShown || candidate.CompareTo(nearest.Max) < 0)
            {
                nearest.Add(candidate);
                _ = nearest.Count > CandidatesShown + 1 && nearest.Remove(nearest.Max);
            }
        }

        told.UnionWith(nearest);
        return [.. told];
    }

    private static string Verdict(Candidate candidate, Candidate chosen, Lazy<Dictionary<string, int>> freeIn) => candidate.Obstacle
        ?? (candidate == chosen ? Verdicts.Chosen
        : candidate.DistanceMetres > chosen.DistanceMetres ? Verdicts.Farther
        : candidate.Member.Load > chosen.Member.Load ? Verdicts.Loaded
        : freeIn.Value[candidate.Member.Card.Area] < freeIn.Value[chosen.Member.Card.Area] ? Verdicts.Coverage
        : Verdicts.Farther);

    private readonly record struct Candidate(PoolMember Member, double DistanceMetres, string? Obstacle) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) => DistanceMetres.CompareTo(other.DistanceMetres) is var byDistance and not 0
            ? byDistance
            : string.CompareOrdinal(Member.Card.Id, other.Member.Card.Id);

        public DispatchCandidate As(string verdict) => new(Member.Card.Id, DistanceMetres, verdict);
    }
}

/// <summary>A responder as the choice sees it.</summary>
/// <param name="Card">Its card.</param>
/// <param name="Load">The orders it carries or is offered.</param>
internal readonly record struct PoolMember(ResponderCard Card, int Load)
{
    /// <summary>When its shift begins next after the time given, UTC.</summary>
    public static DateTimeOffset NextShiftStart(ResponderCard card, DateTimeOffset now)
    {
        var local = now.ToOffset(WorkCalendar.Offset);
        var start = new DateTimeOffset(local.Date + card.ShiftStart.ToTimeSpan(), WorkCalendar.Offset);
        return (start > now ? start : start.AddDays(1)).ToUniversalTime();
    }
}
