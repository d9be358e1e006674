using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs;

namespace CityActors.Tests.Cases;

/// <summary>Cases of a pack, acted on as their grains act on them: facts reach whom they concern, and each case is rebuilt from its history after every change.</summary>
internal sealed class CaseRun
{
    private static readonly WorkCalendar calendar = SeedFiles.Calendar();
    private readonly PackCaseTypes types;
    private readonly CaseRules rules;
    private readonly SortedDictionary<string, CaseState> cases = new(StringComparer.Ordinal);
    private readonly Queue<CityFact> open = new();

    public CaseRun(PackFiles pack)
    {
        types = new(pack);
        rules = new(types, calendar);
    }

    public List<CityFact> Facts { get; } = [];

    /// <summary>Who is found in a pool at once; none: whoever asks waits for <see cref="Tell"/>.</summary>
    public Dictionary<string, string> Pool { get; } = [];

    /// <summary>Who people are, by their accounts; who is not there is nobody that is known.</summary>
    public Dictionary<string, string> Persons { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero); // A Monday, 09:00 in China.

    public CaseState this[string id] => cases[id];

    public IEnumerable<CaseState> All => cases.Values;

    public static PackFiles Seed(string pack, Func<string, string, string>? change = null)
    {
        var folder = SeedFiles.Path($"packs/{pack}");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), path => Content(Path.GetRelativePath(folder, path).Replace('\\', '/'), path));
        var read = PackReader.Read(files, out var faults);
        Assert.Empty(faults);
        return read!;

        ReadOnlyMemory<byte> Content(string name, string path) => change is null ? File.ReadAllBytes(path) : System.Text.Encoding.UTF8.GetBytes(change(name, File.ReadAllText(path)));
    }

    public string Begin(string type, string name, object fields, params (string Party, string[] Ids)[] parties)
    {
        var id = CaseIds.Of(type, name);
        var (decision, refusal) = rules.Begin(id, StateOf(id), type, new CaseBeginning
        {
            Id = name,
            Actor = "clerk",
            At = Now,
            Area = "430103002001",
            Fields = Json(fields),
            Parties = parties.ToImmutableSortedDictionary(static party => party.Party, static party => (IReadOnlyList<string>)party.Ids, StringComparer.Ordinal),
        });
        Assert.Null(refusal);
        Take(id, decision);
        return id;
    }

    public Refusal? Act(string id, string actor, string command, object? form = null, string reason = "because", string commandId = "", params string[] roles)
    {
        Pass();
        var (decision, refusal) = rules.Apply(id, StateOf(id), new CaseCommand { Do = command, Actor = actor, At = Now, Reason = reason, CommandId = commandId, Roles = [.. roles], Person = Persons.GetValueOrDefault(actor, ""), Form = Json(form ?? new { }) });
        Take(id, decision);
        return refusal;
    }

    public Refusal? Answer(string id, string actor, string ask, bool yes, params string[] roles)
    {
        Pass();
        var (decision, refusal) = rules.Apply(id, StateOf(id), new CaseCommand { Do = CaseCommand.Answer, Actor = actor, At = Now, Ask = ask, Yes = yes, Roles = [.. roles], Person = Persons.GetValueOrDefault(actor, "") });
        Take(id, decision);
        return refusal;
    }

    public IReadOnlyList<WeighedCaseCommand> May(string id, string actor, params string[] roles)
    {
        Pass();
        return rules.May(id, StateOf(id), new CaseCommand { Do = "", Actor = actor, At = Now, Roles = [.. roles], Person = Persons.GetValueOrDefault(actor, "") });
    }

    /// <summary>Says who was found for a holder that a case looks for, or is asked until a time; nobody: none was.</summary>
    public void Tell(string id, string holder, string? who, long? asked = null, DateTimeOffset? until = null) => Hear(new HolderFound
    {
        Subject = $"holder/{id}/{holder}",
        Version = 1,
        At = Now,
        Area = this[id].Area,
        Case = id,
        Holder = holder,
        Asked = asked ?? this[id].Wanted.GetValueOrDefault(holder),
        Holders = who is null ? [] : [new CaseHolder(holder, who)],
        Until = until,
    });

    /// <summary>Lets time pass; what falls due meanwhile happens, in order.</summary>
    public void Wait(TimeSpan time)
    {
        Now += time;
        Pass();
    }

    public string[] Words(string id) => [.. this[id].History.Select(static line => line.What)];

    private void Pass()
    {
        while (cases.SelectMany(entry => rules.Deadlines(entry.Key, entry.Value).Select(due => (entry.Key, due))).OrderBy(static one => one.due.At).ThenBy(static one => one.Key, StringComparer.Ordinal).FirstOrDefault() is { Key: { } id, due: var due } && due.At <= Now)
        {
            Take(id, rules.Due(id, StateOf(id), new Deadline($"case/{id}", due.Name, due.At), due.At));
        }
    }

    private CaseState StateOf(string id) => cases.GetValueOrDefault(id) ?? new CaseState();

    private void Take(string id, Decision<CaseState> decision)
    {
        if (decision.IsChange)
        {
            Keep(id, decision.Next);
        }
        else
        {
            Assert.Same(StateOf(id).History, decision.Next.History);
        }

        foreach (var fact in decision.Facts)
        {
            open.Enqueue(fact);
        }

        while (open.TryDequeue(out var fact))
        {
            Facts.Add(fact);
            Hear(fact);
        }
    }

    private void Keep(string id, CaseState next)
    {
        var rebuilt = CaseFold.Rebuild(types.Of(next.Terms!), id, next.Terms!, next.History, calendar);
        Assert.Equal(JsonSerializer.Serialize(next with { History = [] }), JsonSerializer.Serialize(rebuilt with { History = [] }));
        Assert.True(next.EndedAt is null || (next.Clocks.All(static clock => clock.Name.StartsWith("ask.", StringComparison.Ordinal)) && next.Holders.Count == 0 && next.Wanted.IsEmpty));
        cases[id] = next;
    }

    private void Hear(CityFact fact)
    {
        var id = fact switch { CaseWanted wanted => wanted.Case, HolderFound found => found.Case, CaseReached reached => reached.Parent.Id, _ => null };
        if (id is not null)
        {
            Take(id, rules.React(id, StateOf(id), fact, Now));
        }
        else if (fact is HolderWanted { Holder: var holder, Case: var wanting } && Pool.TryGetValue(holder, out var who))
        {
            Tell(wanting, holder, who);
        }
    }

    private static ImmutableSortedDictionary<string, string> Json(object fields) =>
        JsonSerializer.SerializeToElement(fields).EnumerateObject().ToImmutableSortedDictionary(static member => member.Name, static member => member.Value.GetRawText(), StringComparer.Ordinal);
}
