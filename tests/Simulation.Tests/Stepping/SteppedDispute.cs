using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Reactions;

namespace CityActors.Simulation.Stepping;

/// <summary>
/// A dispute on the stepper that waits for its signatures: everybody makes up his mind by what he saw a while ago, acts when others do,
/// gives again what was not answered, and storage, calls and silos fail in between.
/// </summary>
internal sealed class SteppedDispute
{
    private const string Area = "430103002001";
    private const string Mediator = "mediator-1";
    private const string Place = """{"longitude":112.98,"latitude":28.19,"area":"430103002001"}""";

    private static readonly string[] applicants = ["party-a", "party-b"];
    private static readonly string[] respondents = ["party-c", "party-d"];
    private static readonly (string Who, string[] Roles)[] people =
    [
        .. applicants.Concat(respondents).Append(Mediator).Select(static who => (who, Array.Empty<string>())),
        ("clerk", ["intake-clerk", "station-head"]), ("court", ["court-clerk", "judge"]), ("judge", ["judge"]),
    ];

    private static readonly ImmutableSortedDictionary<string, string> forms = new Dictionary<string, string>
    {
        ["level"] = "\"simple\"",
        ["mode"] = "\"online\"",
        ["sessions"] = """{"at":"2026-03-02T01:00:00Z","mode":"online","present":["party-a"],"minutes":"They talked."}""",
        ["terms"] = """[{"who":"party-a","to":"party-c","what":"mends the bank","until":"2026-06-01","done":true}]""",
        ["number"] = "\"2026-1\"",
        ["stars"] = "4",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly PackCaseTypes types = new(PackFolder.ReadAll(SeedFiles.Path("packs")).Find("mediation")!);
    private readonly CaseRules rules = new(types, SeedFiles.Calendar());
    private readonly List<(string Case, CaseCommand Command)> waiting = [];
    private int commands;

    public SteppedDispute(int seed, SteppedFaults faults)
    {
        City = new SteppedCity(seed, faults, (city, owner) => new Activation<CaseState>(owner, rules, city), ReactionTable.Of);
        Id = CaseIds.Of("dispute", "1");
        Sign();
        City.AddInput(MakeUpOnesMind);
        City.AddInput(Send);
    }

    /// <summary>The city under it.</summary>
    public SteppedCity City { get; }

    /// <summary>The dispute.</summary>
    public string Id { get; }

    /// <summary>The rules of cases.</summary>
    public CaseRules Rules => rules;

    /// <summary>Commands of which the giver was told that they were done.</summary>
    public List<(string Case, CaseCommand Command)> Done { get; } = [];

    /// <summary>Commands of which the giver was told that they were refused.</summary>
    public List<(string Case, CaseCommand Command)> Refused { get; } = [];

    /// <summary>What is under way still is given, and everything comes to its end.</summary>
    public void Settle()
    {
        City.Store.Quiet = true;
        while (waiting.Count > 0)
        {
            Send();
        }

        City.Settle(City.Now + TimeSpan.FromDays(400));
    }

    // Up to the moment at which the agreement is sent for signature, without failures.
    private void Sign()
    {
        City.Store.Quiet = true;
        Grain(Id).Decide(state => (rules.Begin(Id, state, "dispute", new CaseBeginning
        {
            Id = "1",
            Actor = "party-a",
            At = City.Now,
            Area = Area,
            Fields = new Dictionary<string, string> { ["place"] = Place, ["story"] = "\"A pond.\"", ["kind"] = "\"neighbours\"" }.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Parties = new Dictionary<string, IReadOnlyList<string>> { ["applicant"] = applicants, ["respondent"] = respondents }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        }).Decision, 0));
        foreach (var (who, name) in new[] { ("clerk", "accept"), ("clerk", CaseCommand.Assign), (Mediator, "begin"), (Mediator, "hold-session"), (Mediator, "draft") })
        {
            var refusal = Give(Id, CommandOf(Id, people.Single(one => one.Who == who), name) with { Holder = "mediator", Who = name == CaseCommand.Assign ? [Mediator] : [] });
            if (refusal is not null)
            {
                throw new InvalidOperationException(refusal.English);
            }
        }

        City.Store.Quiet = false;
    }

    // What he will send follows from what he sees now; by the time that it arrives, others may have acted.
    private void MakeUpOnesMind()
    {
        var cases = City.Store.All<CaseState>().Select(static entry => entry.State).Where(static state => state.Terms is not null).OrderBy(static state => state.Id, StringComparer.Ordinal).ToList();
        var state = cases[City.Chance.Next(cases.Count)];
        var person = people[City.Chance.Next(people.Length)];
        var open = state.Asks.Where(ask => ask.Of.Contains(person.Who)).ToList();
        if (open.Count > 0 && City.Chance.Next(4) > 0)
        {
            waiting.Add((state.Id, CommandOf(state.Id, person, CaseCommand.Answer) with { Ask = open[0].Name, Yes = City.Chance.Next(10) > 0 }));
            return;
        }

        var may = rules.May(state.Id, state, CommandOf(state.Id, person, "")).Where(static one => one.Refusal is null).Select(static one => one.Do).ToList();
        if (may.Count > 0)
        {
            waiting.Add((state.Id, CommandOf(state.Id, person, may[City.Chance.Next(may.Count)])));
        }
    }

    private void Send()
    {
        if (waiting.Count == 0)
        {
            return;
        }

        var place = City.Chance.Next(waiting.Count);
        var (id, command) = waiting[place];
        var refusal = Give(id, command with { At = City.Now }); // Not answered: it stays, and is given again.
        waiting.RemoveAt(place);
        (refusal is null ? Done : Refused).Add((id, command));
        if (City.Chance.Next(5) == 0)
        {
            waiting.Add((id, command)); // A hasty finger.
        }
    }

    private Refusal? Give(string id, CaseCommand command) => Grain(id).Decide(state => rules.Apply(id, state, command));

    private Activation<CaseState> Grain(string id) => (Activation<CaseState>)City.Find(Addresses.OfCase(id));

    private CaseCommand CommandOf(string id, (string Who, string[] Roles) person, string name) => new()
    {
        Do = name,
        CommandId = $"c-{++commands}",
        Actor = person.Who,
        At = City.Now,
        Reason = "because",
        Roles = [.. person.Roles],
        Form = FormOf(id, name),
    };

    private ImmutableSortedDictionary<string, string> FormOf(string id, string name)
    {
        var program = Grain(id).State is { Terms: { } terms } ? types.Of(terms) : null;
        var fields = program?.Commands.Where(command => command.Spec.Do == name).SelectMany(static command => command.Spec.Form).Where(static field => !field.Optional).ToList() ?? [];
        return fields.ToImmutableSortedDictionary(static field => field.Field, static field => field.Act == Packs.Format.FormAct.Tick ? "[1]" : forms.GetValueOrDefault(field.Field, "\"words\""), StringComparer.Ordinal);
    }
}
