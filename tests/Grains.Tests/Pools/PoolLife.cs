using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.Pools;

namespace CityActors.Tests.Pools;

/// <summary>A pool in the midst of cases by chance: they ask, take, decline, end and ask again; mediators come, go and change. After each answer it is compared with plain arithmetic.</summary>
internal sealed class PoolLife(int seed, PackFiles pack)
{
    private static readonly StateSerializer serializer = new();
    private readonly Random chance = new(seed);
    private readonly PoolTown town = new(seed, 4 + (seed % 6));
    private readonly PoolRules rules = new(new PackCaseTypes(pack), SeedFiles.Calendar());
    private readonly bool isQueue = pack.Pools.Pools[0].Classes.Count > 0;
    private readonly SortedDictionary<string, Asking> asking = new(StringComparer.Ordinal);
    private readonly List<CityFact> past = [];
    private readonly Dictionary<string, long> versions = [];
    private readonly List<Mediator> members = [];
    private PoolState state = new();
    private int disputes;
    private long lines;

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public List<string> Answers { get; } = [];

    public int Found { get; private set; }

    public void Run(int steps)
    {
        members.AddRange(town.Members);
        foreach (var shown in town.Shown())
        {
            Hear(shown);
        }

        for (var i = 0; i < steps; i++)
        {
            Step();
            Settle(Now.AddSeconds(2));
            NobodyWaitsInVain();
            Now = Now.AddMinutes(chance.Next(1, 400));
            Settle(Now);
            if (i % 25 == 0)
            {
                Crash();
            }
        }
    }

    private void Step()
    {
        var one = asking.Values.OrderBy(static need => need.Dispute.Id, StringComparer.Ordinal).ElementAtOrDefault(chance.Next(asking.Count + 3));
        switch (one)
        {
            case null when chance.Next(4) == 0:
                Change();
                break;
            case null:
                var dispute = town.Dispute(++disputes);
                Ask(new Asking(dispute), dispute);
                break;
            case { Offered: { } who } when chance.Next(3) > 0:
                Say(one, one with { Offered = null, Holder = who, Asked = 0 });
                break;
            case { Offered: { } who }:
                one.Passed.Add(who);
                Say(one, one with { Offered = null }, who);
                break;
            case { Holder: { } had } when chance.Next(4) == 0:
                Ask(one, one.Dispute with { Had = [.. one.Dispute.Had, had] });
                break;
            case { Holder: not null }:
                asking.Remove(one.Dispute.Id);
                Say(one, one with { Holder = null, Asked = 0 });
                break;
            case { Asked: > 0 } when chance.Next(3) == 0:
                asking.Remove(one.Dispute.Id);
                Say(one, one with { Asked = 0 });
                break;
            default:
                HearAgain();
                break;
        }
    }

    // What was heard before changes nothing.
    private void HearAgain()
    {
        var (before, fact) = (state, past[chance.Next(past.Count)]);
        if (fact is RecordShown || state.Needs.ContainsKey($"{((HolderWanted)fact).Case}/mediator"))
        {
            Hear(fact);
            Assert.Same(before, state);
        }
    }

    private void Change()
    {
        var at = chance.Next(members.Count);
        var member = members[at];
        member = chance.Next(2) == 0 ? member with { IsActive = !member.IsActive } : member with { Capacity = chance.Next(1, 5) };
        members[at] = member;
        versions[member.Id] = versions.GetValueOrDefault(member.Id, 1) + 1;
        Hear(member.Shown(versions[member.Id]) with { At = Now });
    }

    private void Ask(Asking one, Dispute dispute)
    {
        var next = new Asking(dispute) { Asked = ++lines, Since = Now };
        asking[dispute.Id] = next;
        Hear(dispute.Wanted(next.Asked, Now, pack.Digest));
    }

    private void Say(Asking before, Asking after, params string[] declined)
    {
        if (asking.ContainsKey(after.Dispute.Id))
        {
            asking[after.Dispute.Id] = after;
        }

        Take(rules.React(PoolArithmetic.Key, state, new HolderStands
        {
            Subject = $"holder/{after.Dispute.Id}/mediator",
            Version = ++lines,
            At = Now,
            Area = after.Dispute.Area,
            Case = after.Dispute.Id,
            Holder = "mediator",
            Asked = after.Asked,
            Who = after.Holder is { } who ? [who] : [],
            Declined = declined,
            Pools = [PoolArithmetic.Key],
        }, Now));
    }

    private void Hear(CityFact fact)
    {
        past.Add(fact);
        Take(rules.React(PoolArithmetic.Key, state, fact, Now));
    }

    private void Settle(DateTimeOffset upTo)
    {
        while (rules.Deadlines(PoolArithmetic.Key, state).OrderBy(static due => due.At).ThenBy(static due => due.Name, StringComparer.Ordinal).FirstOrDefault() is { Name: not null } due && due.At <= upTo)
        {
            if (due.Name == "offers")
            {
                foreach (var late in asking.Values.Where(one => state.Needs.GetValueOrDefault($"{one.Dispute.Id}/mediator")?.Offer is { } offer && offer.Until <= due.At).ToArray())
                {
                    late.Passed.Add(late.Offered!);
                    asking[late.Dispute.Id] = late with { Offered = null };
                }
            }

            Take(rules.Due(PoolArithmetic.Key, state, new Deadline($"pool/{PoolArithmetic.Key}", due.Name, due.At), due.At));
        }
    }

    private void Take(Decision<PoolState> decision)
    {
        state = decision.Next;
        foreach (var found in decision.Facts.Cast<HolderFound>())
        {
            Judge(found);
        }
    }

    private void Judge(HolderFound found)
    {
        var one = asking[found.Case];
        Assert.True(one is { Holder: null, Offered: null } && one.Asked == found.Asked, $"seed {seed}: {found.Case} is served twice");
        Answers.Add($"{found.At:O} {found.Case} {string.Join('+', found.Holders.Select(static holder => holder.Who))} {found.Until:O}");
        var isExhausted = !isQueue && one.Passed.Count >= 5;
        var (who, _) = Expected(one);
        var given = found.Holders.SingleOrDefault()?.Who;
        Assert.True(given == who || (isExhausted && given is null), $"seed {seed}: {one.Dispute}: {given ?? "nobody"} and not {who ?? "nobody"}: {found.Why}");
        if (given is null)
        {
            asking[found.Case] = one with { HasHeard = true };
            return;
        }

        var member = members.Single(member => member.Id == given);
        Assert.True(member.IsActive && Load(given) < member.Capacity && PoolArithmetic.May(one.Dispute, member), $"seed {seed}: {given} may not have {one.Dispute}");
        if (isQueue)
        {
            NobodyWasBefore(one, member, found.At);
        }

        Found++;
        asking[found.Case] = found.Until is null ? one with { Holder = given, Asked = 0 } : one with { Offered = given };
        if (found.Until is null)
        {
            Say(one, asking[found.Case]); // The case takes it at once and says so.
        }
    }

    // The bound: who has waited three days is served before whoever asked later, and a class before the next one.
    private void NobodyWasBefore(Asking served, Mediator member, DateTimeOffset at)
    {
        foreach (var other in asking.Values.Where(other => other.Dispute.Id != served.Dispute.Id && other is { Asked: > 0, Offered: null } && PoolArithmetic.May(other.Dispute, member)))
        {
            Assert.True(
                Place(served, at).CompareTo(Place(other, at)) <= 0,
                $"seed {seed}: {served.Dispute} of {served.Since:O} got {member.Id} at {at:O}, for which {other.Dispute} waits since {other.Since:O}");
        }
    }

    private static (int Class, DateTimeOffset Since, string Id) Place(Asking one, DateTimeOffset at) =>
        (one.Since.AddDays(3) <= at ? -1 : one.Dispute.Kind == "wages" ? 0 : one.Dispute.Level == "hard" ? 1 : 2, one.Since, one.Dispute.Id);

    private void NobodyWaitsInVain()
    {
        foreach (var one in asking.Values.Where(one => one is { Asked: > 0, Offered: null } && (isQueue || one.Passed.Count < 5)))
        {
            Assert.True(one.HasHeard && Expected(one).Who is null, $"seed {seed}: {one.Dispute} waits, and {Expected(one).Who} is free");
        }
    }

    private (string? Who, int Free) Expected(Asking one) => PoolArithmetic.Best(one.Dispute, members, town.Shares, Load, one.Passed);

    private int Load(string who) => asking.Values.Count(one => one.Holder == who || one.Offered == who);

    // What is stored is all that is needed: the next activation goes on as this one would.
    private void Crash()
    {
        var stored = rules.RowKinds.SelectMany(kind => kind.Difference(new PoolState(), state, serializer)).Select(static row => new StoredRow(row.Name, row.Payload!.Value)).ToArray();
        var read = serializer.Deserialize<PoolState>(serializer.Serialize(state))!;
        read = rules.RowKinds.Aggregate(read, (next, kind) => kind.Fill(next, stored, serializer));
        Assert.Equal(state.Needs.Values.Select(static need => serializer.Serialize(need)), read.Needs.Values.Select(static need => serializer.Serialize(need)));
        Assert.Equal((state.Answers, state.Records.Count), (read.Answers, read.Records.Count));
        state = read;
    }

    private sealed record Asking(Dispute Dispute)
    {
        public long Asked { get; init; }

        public DateTimeOffset Since { get; init; }

        public string? Offered { get; init; }

        public string? Holder { get; init; }

        public bool HasHeard { get; init; }

        public HashSet<string> Passed { get; } = [];
    }
}
