using System.Collections.Immutable;
using System.Globalization;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Pools;
using CityActors.Reactions;
using CityActors.Registers;
using CityActors.Simulation.Stepping;
using CityActors.Tests.Pools;

namespace CityActors.Simulation.Mediation;

/// <summary>
/// Ten months of a mediation centre on the stepper, with the product's rules of cases and pools: people bring matters, clerks sort them, pools choose mediators, who take, mediate, and draw up what parties sign; some go to
/// court. Every twenty days everything is lost that is not stored. Only people are played, and the work orders to which requests are referred.
/// </summary>
internal sealed partial class MediationScene
{
    private static readonly WorkCalendar calendar = SeedFiles.Calendar();
    private static readonly TimeSpan tick = TimeSpan.FromMinutes(10);
    private readonly MediationPlan plan;
    private readonly Random chance;
    private readonly PackFiles pack = PackFolder.ReadAll(SeedFiles.Path("packs")).Find("mediation")!;
    private readonly CaseRules rules;
    private readonly RecordRules records;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Number)> agenda = new();
    private readonly Dictionary<string, DisputePlan> disputes = new(StringComparer.Ordinal);
    private readonly List<Mediator> mediators;
    private readonly SortedDictionary<string, decimal?> shares;
    private readonly DateTimeOffset start;
    private long acts;
    private int heard;

    public MediationScene(MediationPlan plan, int seed)
    {
        (this.plan, chance) = (plan, new Random(seed));
        var types = new PackCaseTypes(pack);
        rules = new CaseRules(types, calendar);
        records = new RecordRules(new PackRegisters(pack));
        Pool = new JudgedPool(new PoolRules(types, calendar));
        City = new SteppedCity(seed, new SteppedFaults { CommitLost = 0, AnswerLost = 0, CallLost = 0, LetterFailed = 0, Crash = 0 }, Activate, ReactionTable.Of);
        start = City.Now;
        shares = plan.Shares(chance);
        mediators = [.. plan.People(chance)];
    }

    public SteppedCity City { get; }

    public JudgedPool Pool { get; }

    public int Kills { get; private set; }

    /// <summary>How often judicial confirmation was asked for on the thirtieth day, and how often that was taken.</summary>
    public (int Asked, int Taken) OnDay30 { get; private set; }

    /// <summary>How often it was asked for on the thirty-first, and how often that was refused.</summary>
    public (int Asked, int Refused) OnDay31 { get; private set; }

    public IEnumerable<CaseState> Cases(string type) => City.Store.All<CaseState>().Select(static one => one.State).Where(state => state.Terms?.Type == type);

    /// <summary>Everything from the first day to the last.</summary>
    public void Run()
    {
        Register();
        PlanMatters();
        var kill = start.AddDays(20);
        for (var time = start; time <= start.AddDays(MediationPlan.Days); time += tick)
        {
            City.WaitUntil(time);
            Listen();
            while (agenda.TryPeek(out var act, out var at) && at.At <= time)
            {
                agenda.Dequeue();
                act();
            }

            if (time >= kill)
            {
                City.Kill(); // What was done just now is stored, and nobody was told of it yet.
                kill += TimeSpan.FromDays(20);
                Kills++;
            }

            if ((time - start).Ticks % TimeSpan.FromDays(1).Ticks == 0)
            {
                NobodyHasTooMuch();
            }
        }
    }

    private IActivation Activate(SteppedCity city, string owner) => owner[..owner.IndexOf('/', StringComparison.Ordinal)] switch
    {
        Addresses.MatterIndex => new Activation<PlayedOrder>(owner, new PlayedOrders(), city),
        Addresses.Case => new Activation<CaseState>(owner, rules, city),
        Addresses.Pool => new Activation<PoolState>(owner, Pool, city),
        Addresses.Record => new Activation<RecordState>(owner, records, city),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "There is no such grain here."),
    };

    private void Register()
    {
        foreach (var (code, share) in shares)
        {
            var fields = new Dictionary<string, object> { ["code"] = code, ["name"] = $"Station {code}", ["area"] = "430103" };
            Write($"rec-mediation-organisation.{code}", share is { } value ? new Dictionary<string, object>(fields) { ["settled-share"] = value } : fields);
        }

        foreach (var one in mediators)
        {
            var place = new { longitude = one.Place.Longitude, latitude = one.Place.Latitude, area = one.Place.AreaCode };
            Write($"rec-mediator.{one.Id}", new { number = one.Id, person = $"mediator-{one.Id}", organisation = one.Organisation, sort = "field", kinds = one.Kinds, levels = one.Levels, area = one.Area, place, capacity = one.Capacity, kin = one.Kin });
        }
    }

    private void Write(string record, object fields)
    {
        var refusal = ((Activation<RecordState>)City.Find($"{Addresses.Record}/{record}")).Decide(state => records.Write(record, state, new RecordWrite
        {
            Id = "first",
            Fields = PoolArithmetic.Json(fields),
            Actor = "registrar",
            At = City.Now,
            Why = "registered",
            Source = new RecordSource(RecordSourceKind.Import, "batch-1"),
        }));
        if (refusal is not null)
        {
            throw new InvariantBrokenException($"{record}: {refusal.English}");
        }
    }

    private void PlanMatters()
    {
        var sorts = Enumerable.Repeat("dispute", plan.Disputes).Concat(Enumerable.Repeat("request", plan.Requests)).Concat(Enumerable.Repeat("advice", plan.Advice)).OrderBy(_ => chance.Next()).ToArray();
        var times = Enumerable.Range(0, plan.Matters).Select(_ => start.AddMinutes(chance.Next(MediationPlan.BeginDays * 24 * 60))).Order().ToArray();
        var (dispute, advice) = (0, 0);
        for (var i = 0; i < plan.Matters; i++)
        {
            var (sort, number) = (sorts[i], i);
            var isHeld = sort == "dispute" ? ++dispute > plan.Disputes - plan.HeldDisputes : sort == "advice" && ++advice <= plan.HeldAdvice;
            Plan(times[i], () => Bring(number, sort, isHeld));
        }
    }

    private void Bring(int number, string sort, bool isHeld)
    {
        var (place, asker, other) = (MediationPlan.Place(chance), plan.Person(chance), plan.Person(chance));
        other = other == asker ? "person-other" : other;
        var name = $"matter-{number}";
        var id = CaseIds.Of("matter", name);
        var (decision, refusal) = rules.Begin(id, StateOf(id), "matter", new CaseBeginning
        {
            Id = name,
            Actor = "clerk",
            At = City.Now,
            Area = place.AreaCode[..12],
            Fields = PoolArithmetic.Json(new { place = new { longitude = place.Longitude, latitude = place.Latitude, area = place.AreaCode }, story = $"Matter {number}" }),
            Parties = ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty.WithComparers(StringComparer.Ordinal).Add("asker", [asker]).Add("other", [other]),
        });
        Done(id, "begin", refusal);
        Grain(id).Commit(decision);
        Later(minutes: chance.Next(5, 40), () => Sort(id, sort, isHeld));
    }

    private void Sort(string id, string sort, bool isHeld)
    {
        switch (sort)
        {
            case "dispute":
                var kind = MediationPlan.Kinds[chance.Next(MediationPlan.Kinds.Length)];
                Act(id, "clerk", "mediate", new { kind }, "intake-clerk");
                disputes[StateOf(id).Children.Single().Id] = new DisputePlan(isHeld);
                break;
            case "request":
                Act(id, "clerk", "refer", new { category = "event.environment.exposed-waste" }, "intake-clerk");
                break;
            default:
                Act(id, "clerk", "advise", null, "intake-clerk");
                if (!isHeld)
                {
                    Later(minutes: chance.Next(60, 480), () => Act(id, "clerk", "reply", new { answer = "Ask the water office." }, "intake-clerk"));
                }

                break;
        }
    }

    // People learn of what happens as everybody does: by facts.
    private void Listen()
    {
        for (; heard < City.Store.Facts.Count; heard++)
        {
            switch (City.Store.Facts[heard])
            {
                case HolderFound { Until: not null } found:
                    Consider(found);
                    break;
                case CaseChanged { Case.Type: "dispute" } changed:
                    Follow(changed);
                    break;
                case CaseChanged { Case.Type: "judicial-confirmation", Step.What: "begun" } changed:
                    Later(minutes: chance.Next(60, 2_880), () => Examine(changed.Case.Id));
                    break;
            }
        }
    }

    private void Done(string id, string what, Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvariantBrokenException(string.Create(CultureInfo.InvariantCulture, $"{City.Now:O} {id} {StateOf(id).Status}: {what} was refused: {refusal.English}"));
        }
    }

    private void Act(string id, string actor, string command, object? form, params string[] roles) => Done(id, command, Try(id, new CaseCommand
    {
        Do = command,
        CommandId = $"act-{++acts}",
        Actor = actor,
        At = City.Now,
        Reason = "because",
        Roles = [.. roles],
        Form = form is null ? ImmutableSortedDictionary<string, string>.Empty : PoolArithmetic.Json(form),
    }));

    private Refusal? Try(string id, CaseCommand command) => Grain(id).Decide(state => rules.Apply(id, state, command));

    private void Later(int minutes, Action act) => Plan(City.Now.AddMinutes(minutes), act);

    private void Plan(DateTimeOffset at, Action act) => agenda.Enqueue(act, (at, ++acts));

    private Activation<CaseState> Grain(string id) => (Activation<CaseState>)City.Find($"case/{id}");

    private CaseState StateOf(string id) => Grain(id).State;

    private void NobodyHasTooMuch()
    {
        var byId = mediators.ToDictionary(static mediator => mediator.Id, StringComparer.Ordinal);
        foreach (var (who, load) in Cases("dispute").SelectMany(static state => state.Holders).CountBy(static holder => holder.Who))
        {
            if (load > byId[who].Capacity)
            {
                throw new InvariantBrokenException($"{who} has {load} cases in hand and may have {byId[who].Capacity}.");
            }
        }

        foreach (var state in Cases("dispute"))
        {
            foreach (var holder in state.Holders.Where(holder => byId[holder.Who].Kin.Intersect(state.Parties.Values.SelectMany(static ids => ids)).Any()))
            {
                throw new InvariantBrokenException($"{holder.Who} mediates {state.Id} between kin.");
            }
        }
    }
}
