using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Tests.Alerts;

/// <summary>An entity driven by hand through its rules.</summary>
/// <param name="id">Its id.</param>
/// <param name="rules">What it decides.</param>
/// <param name="state">What it remembers.</param>
internal sealed class EntityRun<TState>(string id, EntityRules<TState> rules, TState state)
    where TState : EntityState, new()
{
    private readonly StateSerializer serializer = new();

    public TState State { get; private set; } = state;

    /// <summary>Every fact so far.</summary>
    public List<CityFact> Facts { get; } = [];

    public IReadOnlyList<AlertChanged> Alerts => [.. Facts.OfType<AlertChanged>()];

    public Alert Alert => Alerts[^1].Alert;

    public DateTimeOffset? NextDue => rules.NextDue(State);

    /// <summary>Numbers observations as the log would.</summary>
    public static List<LoggedObservation> Logged(IEnumerable<Observation> observations) =>
        [.. observations.Select(static (observation, i) => new LoggedObservation(10 * (i + 1), observation))];

    public void Register(DateTimeOffset at) => Take(rules.Register(State, at));

    /// <summary>Observes a log in batches of a size.</summary>
    public void Observe(IReadOnlyList<LoggedObservation> log, int size = 500)
    {
        foreach (var items in log.Chunk(size))
        {
            Observe(new ObserveBatch { Items = items });
        }
    }

    public void Tick(DateTimeOffset upTo) => Observe(new ObserveBatch { Tick = upTo });

    public void React(CityFact fact) => Take(rules.React(id, State, fact, fact.At));

    public AlertReply Handle(AlertCommand command)
    {
        var (decision, reply) = rules.Handle(State, Alert.Id, command);
        Take(decision);
        return reply;
    }

    /// <summary>Calls the entity for each of its deadlines, as the deadline table does.</summary>
    /// <param name="until">Only those due by then; null: all.</param>
    public void FallDue(DateTimeOffset? until = null)
    {
        while (rules.Deadlines(id, State).OrderBy(static due => due.At).ToArray() is [var next, ..] && !(next.At > until))
        {
            Take(rules.Due(id, State, new Deadline($"entity/{id}", next.Name, next.At), next.At));
        }
    }

    /// <summary>Its activation ends and another one begins, from what was stored.</summary>
    public void Restart() => State = serializer.Deserialize<TState>(serializer.Serialize(State))!;

    /// <summary>The order that takes an alert's report.</summary>
    public static ReportTaken Taken(Alert alert, string order, DateTimeOffset at) => new()
    {
        Subject = order,
        Version = 1,
        At = at,
        Area = alert.Cell,
        Report = alert.Id,
        Alert = alert.Id,
    };

    public static EntityCard Card(string id, string type, string kind = "", bool drill = false) =>
        new() { Id = id, Type = type, Kind = kind, Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19), Drill = drill };

    public void Observe(ObserveBatch batch)
    {
        var isDirty = false;
        Take(rules.Observe(State, batch, ref isDirty, out var failure));
        Assert.Null(failure);
    }

    private void Take(Decision<TState> decision)
    {
        State = decision.Next;
        Facts.AddRange(decision.Facts);
    }
}
