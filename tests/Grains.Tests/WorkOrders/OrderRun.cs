using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.WorkOrders;

/// <summary>An order driven by hand through the rules.</summary>
internal sealed class OrderRun
{
    public const string Id = "order-0123456789abc";
    public static readonly Catalogue Catalogue = SeedFiles.Catalogue();
    public static readonly WorkCalendar Calendar = SeedFiles.Calendar();

    /// <summary>The types of case of the pack of orders, which decide.</summary>
    public static readonly PackCaseTypes Types = new(SeedThings.Packs.Find("orders")!, Catalogue);

    public static readonly WorkOrderRules Rules = RulesOf(Calendar);

    private int commands;

    /// <summary>The rules it is driven by; others take over when the calendar is corrected.</summary>
    public WorkOrderRules By { get; set; } = Rules;

    /// <summary>The rules with another calendar.</summary>
    public static WorkOrderRules RulesOf(WorkCalendar calendar) => new(Types, Catalogue, calendar, Options.Create(new DrillOptions()));

    /// <summary>The type of orders.</summary>
    public static CaseProgram Program => Types.Named("order")!;

    public WorkOrder Order { get; private set; } = new();

    /// <summary>Every fact so far.</summary>
    public List<CityFact> Facts { get; } = [];

    /// <summary>China Standard Time of the next command.</summary>
    public DateTimeOffset Now { get; set; } = Cst("2025-06-03 09:00");

    public OrderSummary Summary => Order.Summary!;

    /// <summary>All lines of the order, oldest first.</summary>
    public IReadOnlyList<OrderEntry> Lines => OrderLines.All(Order);

    public static DateTimeOffset Cst(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    public static OrderRun Reported(string category = "event.environment.exposed-waste", string now = "2025-06-03 09:00") =>
        new OrderRun { Now = Cst(now) }.Begun(category);

    /// <summary>Reports it for the first time.</summary>
    public OrderRun Begun(string category = "event.environment.exposed-waste")
    {
        Assert.Null(Report("report-1", category).Refusal);
        return this;
    }

    public WorkOrderReply Report(string id, string category = "event.environment.exposed-waste", ReportChannel channel = ReportChannel.Citizen)
    {
        var (decision, reply) = By.Report(Id, Order, ReportOf(id, category, Now, channel));
        Take(decision);
        return reply;
    }

    /// <summary>Another grain's fact reaches the order.</summary>
    public OrderRun React(CityFact fact)
    {
        Take(By.React(Id, Order, fact, Now));
        return this;
    }

    public static OrderReport ReportOf(string id, string category, DateTimeOffset at, ReportChannel channel) => new()
    {
        Id = id,
        Category = category,
        Channel = channel,
        At = at,
        Position = new GeoPoint(112.98, 28.19),
        Cell = "430103002001001",
        Text = "两袋垃圾",
        Reporter = channel == ReportChannel.Sensing ? "system" : "citizen-1",
        Alert = channel == ReportChannel.Sensing ? id : "",
    };

    public WorkOrderReply Do(WorkOrderCommand command)
    {
        commands++;
        var (decision, reply) = By.Apply(Id, Order, Stamped(command));
        Take(decision);
        return reply;
    }

    public OrderRun Done(params WorkOrderCommand[] given)
    {
        foreach (var command in given)
        {
            Assert.Null(Do(command).Refusal);
        }

        return this;
    }

    public OrderRun At(string now)
    {
        Now = Cst(now);
        return this;
    }

    /// <summary>Calls the order for each of its deadlines up to a time, as the deadline table does.</summary>
    public void FallDue(DateTimeOffset upTo)
    {
        while (By.Deadlines(Id, Order).Where(due => due.At <= upTo).OrderBy(static due => due.At).ToArray() is [var next, ..])
        {
            Take(By.Due(Id, Order, new Deadline($"work-order/{Id}", next.Name, next.At), upTo));
        }
    }

    /// <summary>The facts of one kind so far.</summary>
    public T[] Of<T>()
        where T : CityFact => [.. Facts.OfType<T>()];

    public OrderClock? Clock(string name) => Order.Clocks.FirstOrDefault(clock => clock.Name == name);

    public static WorkOrderCommand.AssignTo Assign(params string[] responders) => new()
    {
        Choices = responders
            .Zip(["sanitation-vehicle", "cleaner", "patrol"], static (responder, skill) => new DispatchChoice { Skill = skill, Responder = responder })
            .ToArray(),
    };

    private void Take(Decision<WorkOrder> decision)
    {
        Assert.Equal(decision.IsChange, !ReferenceEquals(decision.Next, Order));
        Order = decision.Next;
        Facts.AddRange(decision.Facts);
    }

    private WorkOrderCommand Stamped(WorkOrderCommand command) => command with
    {
        CommandId = command.CommandId.Length > 0 ? command.CommandId : $"c-{commands}",
        Actor = command.Actor.Length > 0 ? command.Actor : "officer-1",
        At = command.At == default ? Now : command.At,
        Reason = command.Reason.Length > 0 ? command.Reason : "because",
    };
}
