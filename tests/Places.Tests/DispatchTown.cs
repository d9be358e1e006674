using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

/// <summary>The dispatch rules of one district with letters and deadlines, as its grain would call them.</summary>
internal sealed class DispatchTown(DispatchOptions? options = null)
{
    public const string Key = "dispatch-430103";
    public static readonly GeoPoint Here = new(112.9897, 28.1127);
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly StateSerializer Serializer = new();

    public DispatchRules Rules { get; } = new(Options.Create(options ?? new DispatchOptions()));

    public DispatchState State { get; private set; } = new();

    public DateTimeOffset Now { get; set; } = Noon;

    public List<ResponderChosen> Answers { get; } = [];

    public IReadOnlyList<DueTime> Deadlines => [.. Rules.Deadlines(Key, State)];

    public ResponderChosen LastAnswer => Answers[^1];

    /// <summary>Takes a letter, and the same again, which must change nothing.</summary>
    public bool React(CityFact fact)
    {
        var decision = Rules.React(Key, State, fact, Now);
        Adopt(decision);
        Assert.False(Rules.React(Key, State, fact, Now).IsChange, $"{fact} changed something the second time.");
        return decision.IsChange;
    }

    /// <summary>Calls what falls due up to a time, in order; the clock goes with it.</summary>
    public void RunTo(DateTimeOffset time)
    {
        for (var calls = 0; Deadlines.Where(due => due.At <= time).OrderBy(due => due.At).ThenBy(due => due.Name, StringComparer.Ordinal).Take(1).ToArray() is [var next]; calls++)
        {
            Assert.True(calls < 10_000, $"{next} comes again and again.");
            Now = next.At > Now ? next.At : Now;
            Fire(next.Name, next.At);
        }

        Now = time > Now ? time : Now;
    }

    /// <summary>Calls a deadline. Whatever it leads to is due later, so that it is not called in a circle.</summary>
    public void Fire(string name, DateTimeOffset at)
    {
        Adopt(Rules.Due(Key, State, new Deadline($"dispatch/{Key}", name, at), Now));
        Assert.DoesNotContain(Deadlines, due => due.Name == name && due.At <= at);
    }

    /// <summary>Begins again with what is stored.</summary>
    public void Restart()
    {
        var rows = Rules.RowKinds.SelectMany(kind => kind.Difference(new DispatchState(), State, Serializer))
            .Select(row => new StoredRow(row.Name, row.Payload!.Value)).ToArray();
        var head = Serializer.Deserialize<DispatchState>(Serializer.Serialize(State))!;
        State = Rules.RowKinds.Aggregate(head, (state, kind) => kind.Fill(state, rows, Serializer));
    }

    public bool Upsert(ResponderCard card) =>
        React(new ResponderChanged { Subject = card.Id, Version = card.Version, At = card.SeenAt, Area = card.Area, Responder = card, Dispatch = [Key] });

    public bool Request(DispatchNeed need) =>
        React(new ResponderWanted { Subject = need.Order, Version = need.Round, At = need.At, Area = need.Area, Need = need });

    public bool Line(string order, string what, DateTimeOffset at, string subject = "", int round = 1) => React(LineOf(order, what, at, subject, round));

    public bool ByHand(string order, DateTimeOffset at, params string[] responders) =>
        React(DispatchedBy("dispatcher", order, at, responders));

    public IEnumerable<string> Holders(string order) => State.Needs[order].Slots.Select(slot => slot.Responder);

    public static OrderChanged LineOf(string order, string what, DateTimeOffset at, string subject = "", int round = 1) => new()
    {
        Subject = order,
        Version = 1,
        At = at,
        Area = "430103002001007",
        Order = Summary(order, OrderStatus.Dispatched, at),
        Entry = new OrderEntry { Version = 1, At = at, Actor = "somebody", What = what, Status = OrderStatus.Dispatched, Subject = subject, Round = round },
    };

    public static OrderChanged DispatchedBy(string actor, string order, DateTimeOffset at, params string[] responders)
    {
        var line = LineOf(order, OrderEvents.Dispatched, at);
        var choices = responders.Select(responder => new DispatchChoice { Skill = Skills.GridOfficer, Responder = responder }).ToArray();
        return line with { Entry = line.Entry with { Actor = actor, Choices = choices } };
    }

    public static OrderSummary Summary(string order, OrderStatus status, DateTimeOffset at) => new()
    {
        Id = order,
        Status = status,
        Category = "service.care.inactivity",
        Channel = ReportChannel.Sensing,
        Cell = "430103002001007",
        Position = Here,
        ReportedAt = at,
        ChangedAt = at,
    };

    public static DispatchNeed Need(string order, double minutes = 0) => new()
    {
        Order = order,
        Skills = [Skills.GridOfficer],
        Position = Here,
        At = Noon.AddMinutes(minutes),
        Area = "430103002001007",
    };

    public static ResponderCard Card(string id, double metres) => new()
    {
        Id = id,
        Name = id,
        Skills = [Skills.GridOfficer],
        Area = "430103",
        Position = Geography.Offset(Here, metres, 0),
        SeenAt = Noon.AddHours(-1),
        Version = 1,
    };

    private void Adopt(Decision<DispatchState> decision)
    {
        Assert.True(decision.IsChange || (decision.Facts.Count == 0 && ReferenceEquals(decision.Next, State)));
        State = decision.Next;
        Answers.AddRange(decision.Facts.Cast<ResponderChosen>());
    }
}
