using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Responders;
using CityActors.Tests.Watch;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Simulation.Stepping;

/// <summary>
/// Orders on the stepper whose matter several decide at once: reviewers an appeal, officers which of four orders ends in which other. Everybody makes up his mind a while before he is heard,
/// gives again what was not answered, and storage, calls and silos fail in between.
/// </summary>
internal sealed class SteppedOrders
{
    private const string District = "430103";
    private const string Cell = "430103002001007";
    private const string Waste = "event.environment.exposed-waste";
    private const int Open = 4;
    private const int Appealed = 2;
    private static readonly Catalogue catalogue = SeedFiles.Catalogue();
    private static readonly string[] reviewers = ["reviewer-1", "reviewer-2", "reviewer-3"];
    private static readonly WorkOrderRules orders = new(new PackCaseTypes(SeedThings.Packs.Find("orders")!, catalogue), catalogue, SeedFiles.Calendar(), Options.Create(new Drill.DrillOptions()));
    private readonly MatterIndexRules matters = new(catalogue, Options.Create(new CorrelationOptions()));
    private readonly GridCellRules cells = new(SeedThings.Things);
    private readonly DispatchRules dispatch = new(Options.Create(new DispatchOptions()));
    private readonly ResponderRules responders = new();
    private readonly List<(string Order, WorkOrderCommand Command)> waiting = [];
    private readonly List<string> ids = [];
    private int commands;

    public SteppedOrders(int seed, SteppedFaults faults)
    {
        City = new SteppedCity(seed, faults, Activate, ReactionTable.Of);
        City.Store.Quiet = true;
        for (var number = 0; number < Open + Appealed; number++)
        {
            ids.Add(Report(number));
        }

        ids[Open..].ForEach(Appeal);
        City.Store.Quiet = false;
        City.AddInput(MakeUpOnesMind);
        City.AddInput(Send);
    }

    /// <summary>The city under it.</summary>
    public SteppedCity City { get; }

    /// <summary>Commands of which the giver was told that they were done.</summary>
    public List<(string Order, WorkOrderCommand Command)> Done { get; } = [];

    /// <summary>Commands of which the giver was told that they were refused.</summary>
    public List<(string Order, WorkOrderCommand Command)> Refused { get; } = [];

    /// <summary>The orders.</summary>
    public IReadOnlyDictionary<string, WorkOrder> Orders => ids.ToDictionary(static id => id, id => Grain<WorkOrder>(Addresses.OfOrder(id)).State, StringComparer.Ordinal);

    /// <summary>The order that a report began.</summary>
    public string First(int report) => ids[report];

    /// <summary>What is under way still is given, and everything comes to its end.</summary>
    public void Settle()
    {
        City.Store.Quiet = true;
        while (waiting.Count > 0)
        {
            Send();
        }

        City.Settle(City.Now + TimeSpan.FromHours(2));
    }

    private IActivation Activate(SteppedCity city, string owner) => owner[..owner.IndexOf('/', StringComparison.Ordinal)] switch
    {
        Addresses.WorkOrder => new Activation<WorkOrder>(owner, orders, city),
        Addresses.MatterIndex => new Activation<MatterIndexState>(owner, matters, city),
        Addresses.Cell => new Activation<GridCellState>(owner, cells, city),
        Addresses.Dispatch => new Activation<DispatchState>(owner, dispatch, city),
        Addresses.Responder => new Activation<ResponderState>(owner, responders, city),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "There is no such grain here."),
    };

    // So far from each other that none is of the matter of another.
    private string Report(int number)
    {
        var report = new OrderReport
        {
            Id = $"report-{number}",
            Category = Waste,
            Channel = ReportChannel.Citizen,
            At = City.Now,
            Position = new GeoPoint(112.98 + (0.01 * number), 28.11),
            Cell = Cell,
            Text = "waste",
            Reporter = $"citizen-{number}",
        };
        var matter = new MatterReport { Id = report.Id, Category = Waste, Position = report.Position, At = report.At, Cell = Cell, Report = report };
        var claim = Grain<MatterIndexState>(Addresses.OfMatters(District)).Decide(state => matters.Claim(state, matter));
        var reply = Grain<WorkOrder>(Addresses.OfOrder(claim.Order)).Decide(state => orders.Report(claim.Order, state, report));
        return reply.Refusal is null ? claim.Order : throw new InvalidOperationException(reply.Refusal.English);
    }

    private void Appeal(string id)
    {
        WorkOrderCommand[] way =
        [
            new WorkOrderCommand.FileCase(), new WorkOrderCommand.AssignTo { Choices = [new DispatchChoice { Skill = catalogue.Find(Waste)!.Skills[0], Responder = "truck-1" }] }, new WorkOrderCommand.SignFor { Responder = "truck-1" },
            new WorkOrderCommand.Start(), new WorkOrderCommand.Submit(), new WorkOrderCommand.Confirm(), new WorkOrderCommand.Close(), new WorkOrderCommand.Appeal(),
        ];
        foreach (var command in way)
        {
            if (Give(id, Named(command, "officer")) is { } refusal)
            {
                throw new InvalidOperationException($"{command.GetType().Name}: {refusal.English}");
            }
        }
    }

    private void MakeUpOnesMind()
    {
        var isReview = City.Chance.Next(2) == 0;
        waiting.Add(isReview
            ? (ids[Open + City.Chance.Next(Appealed)], Named(new WorkOrderCommand.DecideAppeal { Granted = City.Chance.Next(4) > 0 }, reviewers[City.Chance.Next(reviewers.Length)]))
            : (ids[City.Chance.Next(Open)], Named(new WorkOrderCommand.Merge { Into = ids[City.Chance.Next(Open)] }, "officer")));
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

    private Refusal? Give(string id, WorkOrderCommand command)
    {
        if (command is WorkOrderCommand.Merge merge)
        {
            var key = AreaCodes.MattersKey(District);
            var reply = Grain<MatterIndexState>(Addresses.OfMatters(District)).Decide(state => matters.Merge(key, state, id, merge));
            if (reply.Command is not { } granted)
            {
                return reply.Refusal;
            }

            command = granted;
        }

        return Grain<WorkOrder>(Addresses.OfOrder(id)).Decide(state => orders.Apply(id, state, command)).Refusal;
    }

    private WorkOrderCommand Named(WorkOrderCommand command, string actor) => command with { CommandId = $"c-{++commands}", Actor = actor, At = City.Now, Reason = "because" };

    private Activation<TState> Grain<TState>(string owner)
        where TState : class, new() => (Activation<TState>)City.Find(owner);
}
