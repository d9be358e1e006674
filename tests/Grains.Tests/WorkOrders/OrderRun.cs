using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Places;

namespace CityActors.WorkOrders;

/// <summary>An order driven by hand through the rules.</summary>
internal sealed class OrderRun
{
    public const string Id = "order-0123456789abc";
    public static readonly Catalogue Catalogue = SeedFiles.Catalogue();
    public static readonly WorkCalendar Calendar = SeedFiles.Calendar();

    private int commands;

    public WorkOrder Order { get; private set; } = new();

    /// <summary>China Standard Time of the next command.</summary>
    public DateTimeOffset Now { get; set; } = Cst("2025-06-03 09:00");

    public OrderSummary Summary => Order.Summary!;

    public static DateTimeOffset Cst(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    public static OrderRun Reported(string category = "event.environment.exposed-waste", string now = "2025-06-03 09:00")
    {
        var run = new OrderRun { Now = Cst(now) };
        run.Report("report-1", category);
        return run;
    }

    public WorkOrderReply Report(string id, string category = "event.environment.exposed-waste", ReportChannel channel = ReportChannel.Citizen)
    {
        var (next, reply) = WorkOrderRules.Report(Id, Order, ReportOf(id, category, Now, channel), Catalogue, Calendar);
        Order = next;
        return reply;
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
        var (next, reply) = WorkOrderRules.Apply(Id, Order, Stamped(command), Catalogue, Calendar);
        Order = next;
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

    public void FallDue(DateTimeOffset upTo) => Order = WorkOrderRules.CatchUp(Id, Order, upTo, Calendar);

    public OrderClock? Clock(string name) => Order.Clocks.FirstOrDefault(clock => clock.Name == name);

    public static WorkOrderCommand.AssignTo Assign(params string[] responders) => new()
    {
        Choices = responders
            .Zip(["sanitation-vehicle", "cleaner", "patrol"], static (responder, skill) => new DispatchChoice { Skill = skill, Responder = responder })
            .ToArray(),
    };

    private WorkOrderCommand Stamped(WorkOrderCommand command) => command with
    {
        CommandId = command.CommandId.Length > 0 ? command.CommandId : $"c-{commands}",
        Actor = command.Actor.Length > 0 ? command.Actor : "officer-1",
        At = command.At == default ? Now : command.At,
        Reason = command.Reason.Length > 0 ? command.Reason : "because",
    };
}
