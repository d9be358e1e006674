using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Pools;

/// <summary>One step of a pool's bookkeeping. Created for one letter or deadline, and discarded after it.</summary>
/// <remarks>Letters only record; <see cref="Round"/> decides.</remarks>
/// <param name="key">The pool's key.</param>
/// <param name="state">The state before the step.</param>
/// <param name="types">The types of case that ask.</param>
/// <param name="calendar">The working time by which offers run out.</param>
internal sealed class PoolBook(string key, PoolState state, ICaseTypes types, WorkCalendar calendar)
{
    private readonly PoolState before = state;
    private readonly List<CityFact> facts = [];

    /// <summary>The state after the step.</summary>
    public PoolState State { get; private set; } = state;

    /// <summary>The decision that the step leads to.</summary>
    public Decision<PoolState> Outcome => ReferenceEquals(State, before) ? Decision.None(State) : Decision.To(State, facts);

    /// <summary>Records what a record shows; an older version changes nothing. Whoever waits for such a one is looked after again.</summary>
    public void Show(RecordShown shown)
    {
        var id = $"{shown.Register}/{shown.Key}";
        var known = State.Records.GetValueOrDefault(id);
        if (known?.Version >= shown.Version)
        {
            return;
        }

        var isActive = shown.IsActive && shown.Home.Contains(key);
        var record = new ShownRecord(shown.Register, shown.Key, shown.Version, isActive, isActive ? shown.Fields : ShownRecord.None);
        State = State with { Records = State.Records.SetItem(id, record) };
        foreach (var need in Waiting())
        {
            // Of a record that members name, and not of a member, nobody knows to whom it matters.
            var program = ProgramOf(need);
            if (record.Register == program.Register ? PoolMethods.Could(program, need, record, State, shown.At) : program.Spec.Joins.Count > 0)
            {
                Wake(need, shown.At);
            }
        }
    }

    /// <summary>A case looks for somebody; the same line again changes nothing.</summary>
    public void Want(HolderWanted wanted)
    {
        var known = State.Needs.GetValueOrDefault(PoolNeed.IdOf(wanted.Case, wanted.Holder));
        if (known?.Heard >= wanted.Asked)
        {
            return;
        }

        if (wanted.Pools[0] != key)
        {
            Give(known, wanted.Who, wanted.At); // Another pool chooses now; whom this one gave is its own still.
            return;
        }

        var need = new PoolNeed
        {
            Case = wanted.Case,
            Holder = wanted.Holder,
            Type = wanted.CaseType,
            Digest = wanted.Digest,
            Area = wanted.Area,
            Fields = wanted.Need,
            People = wanted.People,
            Had = wanted.Had,
            Seats = wanted.Seats,
            Asked = wanted.Asked,
            Heard = wanted.Asked,
            At = wanted.At,
            Holders = wanted.Who,
            IsAsking = true,
            AskedAt = wanted.At,
        };
        State = State.Put(need);
        Freed(known?.Carried.Except(need.Carried, StringComparer.Ordinal) ?? [], wanted.At);
    }

    /// <summary>Who has a case changed there: what the case says counts.</summary>
    public void Stand(HolderStands stands)
    {
        if (State.Needs.GetValueOrDefault(PoolNeed.IdOf(stands.Case, stands.Holder)) is not { } need || (stands.Asked > 0 && stands.Asked != need.Asked))
        {
            return;
        }

        if (stands.Asked == 0)
        {
            Give(need, stands.Who, stands.At);
        }
        else if (need.Offer is { } offer && stands.Declined.Contains(offer.Who))
        {
            Pass(need, offer, PoolVerdicts.Declined, stands.At);
        }
    }

    /// <summary>Offers ran out: for each, the next one is looked for.</summary>
    /// <param name="upTo">The time up to which.</param>
    public void RunOut(DateTimeOffset upTo)
    {
        foreach (var need in State.Needs.Values.Where(need => need.Offer?.Until <= upTo).OrderBy(static need => need.Offer!.Until).ThenBy(static need => need.Id, StringComparer.Ordinal))
        {
            Pass(need, need.Offer!, PoolVerdicts.Late, need.Offer!.Until);
        }
    }

    /// <summary>A day began: where a rule reads the time, somebody may fit who did not.</summary>
    public void BeginDay(DateTimeOffset at)
    {
        foreach (var need in Waiting().Where(need => need.AskedAt < at && ProgramOf(need).ReadsTime))
        {
            Wake(need, at);
        }
    }

    /// <summary>Chooses for those who asked, by their place in the line, then by time, then by id.</summary>
    /// <param name="due">The time of the round: who asked before it is served.</param>
    /// <param name="clock">The clock's time; it counts only where an offer would be over as it is made, after downtime.</param>
    public void Round(DateTimeOffset due, DateTimeOffset clock)
    {
        var asking = State.Needs.Values.Where(need => need.IsAsking && need.AskedAt < due)
            .OrderBy(need => PoolMethods.PlaceOf(ProgramOf(need), need, need.AskedAt, After))
            .ThenBy(static need => need.At)
            .ThenBy(static need => need.Id, StringComparer.Ordinal)
            .ToArray();
        foreach (var need in asking)
        {
            var program = ProgramOf(need);
            var isLate = program.Offer is { } offer && After(need.AskedAt, offer) <= clock;
            Serve(program, need with { IsAsking = false }, isLate ? clock : need.AskedAt);
        }
    }

    private void Serve(PoolProgram program, PoolNeed need, DateTimeOffset at)
    {
        var choice = program.Offer is not null && need.Offers >= program.Spec.Offers ? PoolSentences.Exhausted(need.Offers) : PoolMethods.Choose(program, need, State, at);
        if (choice.Chosen.Count == 0 && need.SaidNobody)
        {
            State = State.Put(need with { AskedAt = at }); // The case knows that it waits.
            return;
        }

        var until = choice.Chosen.Count > 0 && program.Offer is { } offer ? After(at, offer) : (DateTimeOffset?)null;
        need = need with { AskedAt = at, SaidNobody = choice.Chosen.Count == 0 };
        State = State.Put(
            choice.Chosen.Count == 0 ? need
            : until is { } end ? need with { Offer = new PoolOffer(choice.Chosen[0], at, end), Offers = need.Offers + 1 }
            : need with { Holders = [.. need.Holders, .. choice.Chosen] });
        State = State with { Answers = State.Answers + 1 };
        facts.Add(new HolderFound
        {
            Subject = $"found/{need.Id}",
            Version = State.Answers,
            At = at,
            Area = need.Area,
            Case = need.Case,
            Holder = need.Holder,
            Asked = need.Asked,
            Holders = [.. choice.Chosen.Select(who => new CaseHolder(need.Holder, who))],
            Why = $"{choice.English} {choice.Chinese}",
            Until = until,
            Choice = choice,
        });
    }

    private void Give(PoolNeed? need, IReadOnlyList<string> who, DateTimeOffset at)
    {
        if (need is null || (need is { Asked: 0, Offer: null } && need.Holders.SequenceEqual(who, StringComparer.Ordinal)))
        {
            return;
        }

        State = State.Put(need with { Asked = 0, Holders = who, Offer = null, IsAsking = false, SaidNobody = false, PassedOver = [], Offers = 0 });
        Freed(need.Carried.Except(who, StringComparer.Ordinal), at);
    }

    private void Pass(PoolNeed need, PoolOffer offer, string verdict, DateTimeOffset at)
    {
        State = State.Put((need with { Offer = null, PassedOver = [.. need.PassedOver, new PassedOverMember(offer.Who, verdict)] }).Ask(at));
        Freed([offer.Who], at);
    }

    // Whoever had one of these can take others.
    private void Freed(IEnumerable<string> members, DateTimeOffset at)
    {
        string[] free = [.. members];
        foreach (var need in free.Length == 0 ? [] : Waiting())
        {
            var program = ProgramOf(need);
            if (free.Any(who => State.Records.TryGetValue($"{program.Register}/{who}", out var member) && PoolMethods.Could(program, need, member, State, at)))
            {
                Wake(need, at);
            }
        }
    }

    private void Wake(PoolNeed need, DateTimeOffset at) => State = State.Put((need.Offers >= ProgramOf(need).Spec.Offers ? need with { Offers = 0 } : need).Ask(at));

    private PoolNeed[] Waiting() => [.. State.Needs.Values.Where(static need => need.IsWaiting)];

    private PoolProgram ProgramOf(PoolNeed need) => Pools.ProgramOf(types, need);

    private DateTimeOffset After(DateTimeOffset start, TimeLimit limit) => calendar.Reaches(start, limit) ? calendar.DeadlineAt(start, limit) : start + limit.Length;
}

/// <summary>Finds the rules by which a need is judged.</summary>
internal static class Pools
{
    /// <summary>The rules of a need: those of the version by which its case is judged.</summary>
    /// <exception cref="InvalidOperationException">This Silo does not have that version, or it has no such pool.</exception>
    public static PoolProgram ProgramOf(ICaseTypes types, PoolNeed need) =>
        types.Of(new CaseTerms(need.Type, "", "", need.Digest, ImmutableSortedDictionary<string, TimeLimit>.Empty)).Pools.GetValueOrDefault(need.Holder)
        ?? throw new InvalidOperationException($"'{need.Holder}' of '{need.Type}' ({need.Digest}) comes out of no pool of records.");
}
