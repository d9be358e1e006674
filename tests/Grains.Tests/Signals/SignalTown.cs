using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Signals;
using CityActors.Tests.Watch;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Signals;

/// <summary>Homes, cells and a district by their real rules, in memory and without Orleans: event by event, each with all that follows from it, as a replay moves.</summary>
internal sealed class SignalTown
{
    public static readonly DateTimeOffset Start = new(2025, 10, 13, 0, 0, 0, TimeSpan.Zero);

    private readonly HouseholdRules homeRules;
    private readonly GridCellRules cellRules;
    private readonly PlacesRules placeRules;
    private readonly Dictionary<string, HouseholdState> homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GridCellState> cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlacesState> places = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, long Number)> order = [];
    private readonly Dictionary<long, Observation> waiting = [];
    private readonly StateSerializer serializer = new();
    private DateTimeOffset now = Start;
    private long number;

    public SignalTown(CityThings? things = null)
    {
        var packs = things ?? SeedThings.Things;
        var kinds = SeedThings.Kinds;
        homeRules = new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), kinds, packs);
        cellRules = new GridCellRules(packs);
        placeRules = new PlacesRules(packs, Options.Create(new AlertOptions()));
    }

    /// <summary>Every fact, in the order of events.</summary>
    public List<CityFact> Facts { get; } = [];

    /// <summary>How every alert stands.</summary>
    public IReadOnlyList<Alert> Alerts => [.. Facts.OfType<AlertChanged>().GroupBy(static fact => fact.Subject).Select(static changes => changes.Last().Alert)];

    public IReadOnlyList<Alert> Of(string kind) => [.. Alerts.Where(alert => alert.Kind == kind)];

    /// <summary>How many orders follow.</summary>
    public int Reports(string kind) => Facts.OfType<AlertChanged>().Count(fact => fact.Alert.Kind == kind && (fact.IsReport ?? fact.Version == 1));

    public static string Cell(int community, int cell) => $"43010300{community}001{cell:000}";

    public void Register(string id, string cell, GeoPoint position = default, int minutes = 15)
    {
        homes.TryAdd(id, new HouseholdState());
        homes[id].Registration = new HouseholdRegistration
        {
            Card = new EntityCard { Id = id, Type = "household", Cell = cell, Position = position },
            ConsentAt = Start,
            Interval = TimeSpan.FromMinutes(minutes),
        };
        Follow(homeRules.Register(homes[id], now), next => homes[id] = next);
    }

    /// <summary>A home that has lived by itself up to now: what it remembers is that, whatever else it was told is forgotten.</summary>
    public void Settle(string id, LivingRhythm lived, DateTimeOffset at)
    {
        homes[id].Rhythm = lived;
        now = at;
    }

    public void Retire(string id) => Follow(homeRules.Retire(homes[id], new Retirement { At = now, Actor = "test", Reason = "test" }).Decision, next => homes[id] = next);

    /// <summary>A reading that comes at its own time, or late.</summary>
    public void Send(string id, DateTimeOffset at, double watts, DateTimeOffset? comes = null)
    {
        waiting.Add(++number, new Observation { Entity = id, Kind = ObservationKinds.Power, At = at, Value = watts });
        order.Add((comes ?? at, number));
    }

    /// <summary>Everything up to a time happens.</summary>
    public void Advance(DateTimeOffset to)
    {
        while (Next() is var next && next <= to)
        {
            now = next;
            while (order.Count > 0 && order.Min is var first && first.At <= now)
            {
                order.Remove(first);
                waiting.Remove(first.Number, out var reading);
                Observe(reading!.Entity, new ObserveBatch { Items = [new LoggedObservation(first.Number, reading)] });
            }

            foreach (var id in homes.Keys.Order(StringComparer.Ordinal).Where(id => homeRules.NextDue(homes[id]) <= now).ToArray())
            {
                Observe(id, new ObserveBatch { Tick = now });
            }

            FallDue();
        }

        now = to;
    }

    /// <summary>Everything ends and begins again from what is stored.</summary>
    public void Restart()
    {
        foreach (var id in homes.Keys.ToArray())
        {
            homes[id] = serializer.Deserialize<HouseholdState>(serializer.Serialize(homes[id]))!;
        }

        foreach (var key in cells.Keys.ToArray())
        {
            cells[key] = Stored(cells[key], GridCellRules.Rows);
        }

        foreach (var key in places.Keys.ToArray())
        {
            places[key] = Stored(places[key], PlacesRules.Rows);
        }
    }

    private TState Stored<TState>(TState state, IReadOnlyList<RowKind<TState>> kinds)
        where TState : class, new()
    {
        var rows = kinds.SelectMany(kind => kind.Difference(new TState(), state, serializer)).Select(static row => new StoredRow(row.Name, row.Payload!.Value)).ToList();
        return kinds.Aggregate(serializer.Deserialize<TState>(serializer.Serialize(state))!, (filled, kind) => kind.Fill(filled, rows, serializer));
    }

    private DateTimeOffset Next()
    {
        var next = order.Count > 0 ? order.Min.At : DateTimeOffset.MaxValue;
        foreach (var home in homes.Values)
        {
            next = homeRules.NextDue(home) is { } due && due < next ? due : next;
        }

        foreach (var (_, _, due) in Deadlines())
        {
            next = due.At < next ? due.At : next;
        }

        return next < now ? now : next;
    }

    private void Observe(string id, ObserveBatch batch)
    {
        var isDirty = false;
        var decision = homeRules.Observe(homes[id], batch with { PreviousOffset = homes[id].Applied }, ref isDirty, out var failure);
        Assert.Null(failure);
        Follow(decision, next => homes[id] = next);
    }

    private void FallDue()
    {
        while (Deadlines().Where(entry => entry.Due.At <= now).OrderBy(static entry => (entry.Due.At, entry.Key, entry.Due.Name)).FirstOrDefault() is { Key: not null } due)
        {
            var deadline = new Deadline(due.Key, due.Due.Name, due.Due.At);
            switch (due.Type)
            {
                case 'h':
                    Follow(homeRules.Due(due.Key, homes[due.Key], deadline, now), next => homes[due.Key] = next);
                    break;
                default:
                    Follow(placeRules.Due(due.Key, places[due.Key], deadline, now), next => places[due.Key] = next);
                    break;
            }
        }
    }

    private IEnumerable<(char Type, string Key, DueTime Due)> Deadlines() =>
        homes.SelectMany(entry => homeRules.Deadlines(entry.Key, entry.Value).Select(due => ('h', entry.Key, due)))
            .Concat(places.SelectMany(entry => placeRules.Deadlines(entry.Key, entry.Value).Select(due => ('p', entry.Key, due))));

    private void Follow<TState>(Decision<TState> decision, Action<TState> keep)
    {
        keep(decision.Next);
        foreach (var fact in decision.Facts)
        {
            Facts.Add(fact);
            foreach (var target in ReactionTable.Of(fact))
            {
                var (type, key) = (target[..target.IndexOf('/', StringComparison.Ordinal)], Addresses.KeyOf(target));
                switch (type)
                {
                    case Addresses.Household:
                        Follow(homeRules.React(key, homes[key], fact, now), next => homes[key] = next);
                        break;
                    case Addresses.Cell:
                        Follow(cellRules.React(key, cells.GetValueOrDefault(key) ?? new GridCellState(), fact, now), next => cells[key] = next);
                        break;
                    case Addresses.Places:
                        Follow(placeRules.React(key, places.GetValueOrDefault(key) ?? new PlacesState(), fact, now), next => places[key] = next);
                        break;
                }
            }
        }
    }
}
