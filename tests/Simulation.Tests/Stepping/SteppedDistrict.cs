using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Drill;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Responders;
using CityActors.Terminals;
using CityActors.Tests.Watch;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Simulation.Stepping;

/// <summary>
/// A small drill district on the stepper, with all the product's rules: terminals that alarm, citizens who report, orders that are merged,
/// cancelled and sent back, and responders who see to it all.
/// </summary>
internal sealed class SteppedDistrict
{
    private const string District = "430103";
    private const string Waste = "event.environment.exposed-waste";
    private const int TerminalCount = 6;
    private const int ResponderCount = 5;
    private static readonly Catalogue Catalogue = SeedFiles.Catalogue();
    private static readonly WorkCalendar Calendar = SeedFiles.Calendar();
    private static readonly string[] Cells = ["430103002001007", "430103002001008", "430103002002001"];
    private static readonly GeoPoint Corner = new(112.98965, 28.1127);

    private readonly CorrelationOptions correlation = new();
    private readonly TerminalRules terminals = SeedThings.Rules();
    private readonly WorkOrderRules orders = new(new PackCaseTypes(SeedThings.Packs.Find("orders")!, Catalogue), Catalogue, Calendar, Options.Create(new DrillOptions()));
    private readonly MatterIndexRules matters;
    private readonly GridCellRules cells = new(SeedThings.Things);
    private readonly DispatchRules dispatch = new(Options.Create(new DispatchOptions()));
    private readonly ResponderRules responders = new();
    private readonly DrillActorRules actors = new(Options.Create(new DrillOptions()));
    private readonly TerminalLog[] logs = [.. Enumerable.Range(0, TerminalCount).Select(static number => new TerminalLog(number))];
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private int reports;
    private int commands;

    /// <summary>Begins a run.</summary>
    public SteppedDistrict(int seed, SteppedFaults faults)
    {
        matters = new MatterIndexRules(Catalogue, Options.Create(correlation));
        City = new SteppedCity(seed, faults, Activate, ReactionTable.Of) { Crashed = Crash };
        Register();
        foreach (var log in logs)
        {
            City.AddInput(() => Read(log));
            City.AddInput(() => Deliver(log));
            City.AddInput(() => Flush(log));
        }

        City.AddInput(Report);
        City.AddInput(Command);
        City.AddInput(Merge);
    }

    /// <summary>The city under it.</summary>
    public SteppedCity City { get; }

    /// <summary>Reports of which the sender was told that they are taken, with the order named.</summary>
    public Dictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>What was observed.</summary>
    public IReadOnlyList<TerminalLog> Logs => logs;

    /// <summary>What terminals decide, for those who check it.</summary>
    public TerminalRules Terminals => terminals;

    /// <summary>What an owner waits for by its state.</summary>
    public IEnumerable<DueTime> DeadlinesOf(string owner, object state) => state switch
    {
        TerminalState s => terminals.Deadlines(Addresses.KeyOf(owner), s),
        WorkOrder s => orders.Deadlines(Addresses.KeyOf(owner), s),
        DispatchState s => dispatch.Deadlines(Addresses.KeyOf(owner), s),
        DrillActorState s => actors.Deadlines(Addresses.KeyOf(owner), s),
        _ => [],
    };

    /// <summary>Everything observed reaches its terminal, and everything comes to its end.</summary>
    public void Settle()
    {
        City.Store.Quiet = true;
        foreach (var log in logs)
        {
            Deliver(log);
            Flush(log);
        }

        City.Settle(City.Now + TimeSpan.FromDays(40));
    }

    private IActivation Activate(SteppedCity city, string owner) => owner[..owner.IndexOf('/', StringComparison.Ordinal)] switch
    {
        Addresses.Terminal => new Activation<TerminalState>(owner, terminals, city),
        Addresses.WorkOrder => new Activation<WorkOrder>(owner, orders, city),
        Addresses.MatterIndex => new Activation<MatterIndexState>(owner, matters, city),
        Addresses.Cell => new Activation<GridCellState>(owner, cells, city),
        Addresses.Dispatch => new Activation<DispatchState>(owner, dispatch, city),
        Addresses.Responder => new Activation<ResponderState>(owner, responders, city),
        Addresses.Actor => new Activation<DrillActorState>(owner, actors, city),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "There is no such grain here."),
    };

    private void Register()
    {
        City.Store.Quiet = true;
        foreach (var log in logs)
        {
            var grain = Grain<TerminalState>(log.Owner);
            grain.State.Registration = new TerminalRegistration
            {
                Card = new EntityCard { Id = log.Id, Type = "terminal", Kind = ObservationKinds.SmokeLevel, Cell = Cells[log.Number % Cells.Length], Position = PlaceOf(log.Number), Drill = true },
            };
            grain.Commit(terminals.Register(grain.State, City.Now));
        }

        for (var number = 0; number < ResponderCount; number++)
        {
            Put(number, isReachable: true);
        }

        City.AddInput(() => Put(City.Chance.Next(ResponderCount), isReachable: City.Chance.Next(4) > 0));
        City.Store.Quiet = false;
    }

    private void Put(int number, bool isReachable)
    {
        var id = $"resp-{number}";
        Grain<ResponderState>(Addresses.OfResponder(id)).Decide(state => ResponderRules.Put(id, state, new ResponderCard
        {
            Id = id,
            Name = id,
            Skills = [.. Catalogue.Categories.SelectMany(static category => category.Skills).Distinct()],
            Area = "430103002",
            Position = PlaceOf(number),
            SeenAt = City.Now,
            Capacity = 1 + (number % 2),
            Reachable = isReachable,
            Drill = true,
        }));
    }

    private void Crash()
    {
        foreach (var log in logs)
        {
            log.Delivered = log.Checkpoint;
        }
    }

    private void Read(TerminalLog log)
    {
        log.Level = City.Chance.Next(3) == 0 ? City.Chance.Next(2) * 20 : log.Level;
        log.Add(City.Now, log.Level);
    }

    /// <summary>As the router does: in order, from where it was, and from its checkpoint where the terminal has lost something.</summary>
    private void Deliver(TerminalLog log)
    {
        var grain = Grain<TerminalState>(log.Owner);
        var from = grain.State.Applied < log.Delivered ? log.Checkpoint : log.Delivered;
        var isDirty = false;
        var decision = terminals.Observe(grain.State, new ObserveBatch { PreviousOffset = from, Items = log.After(from) }, ref isDirty, out var failure);
        Assert.Null(failure);
        if (decision.IsChange)
        {
            grain.Commit(Broken(decision));
        }

        log.Delivered = log.Last;
    }

    private void Flush(TerminalLog log)
    {
        var grain = Grain<TerminalState>(log.Owner);
        if (grain.State.Applied >= log.Delivered)
        {
            grain.Commit(Decision.To(grain.State));
            log.Checkpoint = log.Delivered;
        }
    }

    private Decision<TerminalState> Broken(Decision<TerminalState> decision)
    {
        if (City.Faults.IsAlertDoubled && decision.Next.Alerts is { Open: [var open, ..] } book && City.Chance.Next(4) == 0)
        {
            decision.Next.Alerts = book with { Open = [.. book.Open, open with { Id = open.Id + "1", Episode = open.Episode + 10 }] };
        }

        return decision;
    }

    /// <summary>As the door does: the index decides, then the order is told; it may fail between the two.</summary>
    private void Report()
    {
        var number = City.Chance.Next(5) == 0 && reports > 0 ? City.Chance.Next(reports) : reports++;
        var (id, place) = ($"report-{number}", number * 7 / 3 % 4); // A repeat is the same report.
        var report = new OrderReport
        {
            Id = id,
            Category = Waste,
            Channel = ReportChannel.Citizen,
            At = City.Now,
            Position = PlaceOf(place),
            Cell = Cells[place % Cells.Length],
            Text = $"{id} saw waste",
            Reporter = $"citizen {id}",
            Drill = true,
        };
        var matter = new MatterReport { Id = id, Category = Waste, Position = report.Position, At = report.At, Cell = report.Cell, Report = report };
        var claim = Grain<MatterIndexState>(Addresses.OfMatters(District)).Decide(state => matters.Claim(state, matter));
        var order = Grain<WorkOrder>(Addresses.OfOrder(claim.Order));
        if (claim.First is { } first && first.Id != id)
        {
            order.Decide(state => orders.Report(claim.Order, state, first));
        }

        var reply = order.Decide(state => orders.Report(claim.Order, state, report));
        if (reply.Refusal is not null)
        {
            throw new InvariantBrokenException($"{claim.Order} refused {id}: {reply.Refusal.Code}.");
        }

        Acknowledged.TryAdd(id, claim.Order);
    }

    private void Command()
    {
        if (Pick() is not { } id)
        {
            return;
        }

        WorkOrderCommand command = City.Chance.Next(5) switch
        {
            0 => new WorkOrderCommand.Cancel { Reason = "secret reason" },
            1 => new WorkOrderCommand.Rework { Reason = "secret reason" },
            2 => new WorkOrderCommand.Return { Reason = "secret reason" },
            3 => new WorkOrderCommand.Reopen { Reason = "secret reason" },
            _ => new WorkOrderCommand.Close(),
        };
        command = command with { CommandId = $"command-{commands++}", Actor = "officer", At = City.Now };
        Grain<WorkOrder>(Addresses.OfOrder(id)).Decide(state => orders.Apply(id, state, command));
    }

    private void Merge()
    {
        if (Pick() is not { } from || Pick() is not { } into)
        {
            return;
        }

        var command = new WorkOrderCommand.Merge { CommandId = $"merge-{commands++}", Actor = "officer", At = City.Now, Into = into };
        var key = AreaCodes.MattersKey(District);
        var reply = Grain<MatterIndexState>(Addresses.OfMatters(District)).Decide(state => matters.Merge(key, state, from, command));
        if (reply.Command is { } granted)
        {
            Grain<WorkOrder>(Addresses.OfOrder(from)).Decide(state => orders.Apply(from, state, granted));
        }
    }

    private string? Pick()
    {
        var all = City.Store.All<WorkOrder>().Select(static entry => entry.State.Summary!.Id).Order(StringComparer.Ordinal).ToArray();
        return all.Length == 0 ? null : all[City.Chance.Next(all.Length)];
    }

    private static GeoPoint PlaceOf(int number) => new(Corner.Longitude + (0.0003 * number), Corner.Latitude);

    private Activation<TState> Grain<TState>(string owner)
        where TState : class, new()
    {
        touched.Add(owner);
        return (Activation<TState>)City.Find(owner);
    }
}

/// <summary>The observation log of one terminal, and how far its router is.</summary>
internal sealed class TerminalLog(int number)
{
    private readonly List<LoggedObservation> items = [];

    public int Number => number;

    public string Id { get; } = $"term-{number}";

    public string Owner => $"{Addresses.Terminal}/{Id}";

    public double Level { get; set; }

    public long Delivered { get; set; }

    public long Checkpoint { get; set; }

    public long Last => items.Count;

    public IReadOnlyList<LoggedObservation> Items => items;

    public void Add(DateTimeOffset at, double level) => items.Add(new LoggedObservation(
        items.Count + 1, new Observation { Entity = Id, Kind = ObservationKinds.SmokeLevel, At = at, Value = level }));

    public IReadOnlyList<LoggedObservation> After(long offset) => [.. items.Skip((int)offset)];
}
