using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;

namespace CityActors.Tests.Cases;

/// <summary>A case whose commands do nothing but start, stop, pause, resume and extend clocks of every unit.</summary>
internal sealed class ClockedTask(IReadOnlyDictionary<string, TimeLimit> limits, WorkCalendar calendar)
{
    /// <summary>The clock that runs to the end of a day that is given.</summary>
    public const string Visit = "visit";

    private const string Id = "task-1";
    private readonly DrawnLimits types = new(new PackCaseTypes(Pack), limits.ToImmutableSortedDictionary(StringComparer.Ordinal));
    private CaseState state = new();

    /// <summary>Its clocks with a limit.</summary>
    public static IReadOnlyList<(string Name, LimitUnit Unit, int Most)> Limited { get; } =
    [
        ("calls", LimitUnit.Minutes, 3_000), ("days", LimitUnit.WorkingDays, 5), ("hours", LimitUnit.UrgentHours, 60), ("nights", LimitUnit.NaturalDays, 8), ("office", LimitUnit.WorkingHours, 30),
    ];

    private static PackFiles Pack { get; } = Read(); // After the clocks that it has.

    /// <summary>Every clock that ran out, with the instant at which it did.</summary>
    public IEnumerable<(string Clock, DateTimeOffset At)> RanOut => state.History.Where(static line => line.Trigger?.Kind == "due").Select(static line => (line.Subject, line.At));

    private CaseRules Rules => new(types, calendar);

    public void Begin(DateTimeOffset at)
    {
        var (decision, refusal) = Rules.Begin(Id, state, "task", new CaseBeginning { Id = "1", Actor = "clerk", At = at, Area = "430103002001", Fields = state.Fields, Parties = state.Parties });
        Assert.Null(refusal);
        state = decision.Next;
    }

    /// <summary>Gives a command.</summary>
    /// <returns>False: it was refused, for a clock would run beyond the last year that is known.</returns>
    public bool Do(string command, DateTimeOffset at, DateOnly? day = null)
    {
        var form = state.Fields.Clear();
        var (decision, refusal) = Rules.Apply(Id, state, new CaseCommand { Do = command, Actor = "clerk", At = at, Roles = ["clerk"], Form = day is null ? form : form.Add("day", JsonSerializer.Serialize(day)) });
        Assert.True(refusal is null or { Code: "calendar-year-missing" }, refusal?.English);
        state = decision.Next;
        return refusal is null;
    }

    /// <summary>What falls due up to a time happens, each at its own instant.</summary>
    public void PassTo(DateTimeOffset at)
    {
        while (Rules.Deadlines(Id, state).OrderBy(static due => due.At).FirstOrDefault() is { Name: not null } due && due.At <= at)
        {
            state = Rules.Due(Id, state, new Deadline($"case/{Id}", due.Name, due.At), at).Next;
        }
    }

    /// <summary>Only the history is left.</summary>
    public void Crash() => state = CaseFold.Rebuild(types.Of(state.Terms!), Id, state.Terms!, state.History, calendar);

    private static PackFiles Read()
    {
        var name = new { en = "Task", zh = "任务" };
        var commands = Limited.SelectMany(clock => new (string Verb, object Effect)[]
        {
            ("start", new { start = clock.Name }), ("stop", new { stop = clock.Name }), ("pause", new { pause = clock.Name }), ("resume", new { resume = clock.Name }),
            ("again", new { resume = clock.Name, or = "start" }), ("extend", new { extend = clock.Name, by = "limit" }),
        }.Select(one => (object)new { @do = $"{one.Verb}-{clock.Name}", from = new[] { "open-task" }, by = new[] { "clerk" }, name, then = new[] { one.Effect } }))
            .Append(new { @do = "start-visit", from = new[] { "open-task" }, by = new[] { "clerk" }, form = new[] { new { field = "day" } }, name, then = new[] { new { start = Visit } } })
            .Append(new { @do = "end", from = new[] { "open-task" }, to = "done", by = new[] { "clerk" }, name });
        var type = new
        {
            @case = "task",
            id = "task",
            @class = "internal",
            name,
            owner = new { area = "place", unit = "township.office" },
            fields = new { day = new { @is = "date", need = "never", name } },
            clocks = Limited.ToDictionary(static clock => clock.Name, clock => (object)new { limit = "1 minutes", name }).Append(new(Visit, new { until = "day", name })).ToDictionary(),
            states = new Dictionary<string, object> { ["open-task"] = new { start = true, name }, ["done"] = new { end = "settled", name } },
            commands,
            events = new object[]
            {
                new { on = new { due = "hours" }, from = new[] { "open-task" }, then = new[] { new { start = "calls" } } },
                new { on = new { due = "office" }, from = new[] { "open-task" }, then = new[] { new { resume = "days", or = "start" } } },
            },
        };
        var files = new Dictionary<string, object>
        {
            ["pack.json"] = new { pack = "clocked", version = "1.0", format = 1, name },
            ["cases/task.json"] = type,
        };
        var read = PackReader.Read(files.ToDictionary(static file => file.Key, static file => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(file.Value)), out var faults);
        Assert.Empty(faults.Select(static fault => fault.ToString()));
        return read!;
    }

    /// <summary>The types of a pack with limits of their own.</summary>
    private sealed class DrawnLimits(ICaseTypes types, ImmutableSortedDictionary<string, TimeLimit> limits) : ICaseTypes
    {
        public CaseProgram? Current(string type, string area, DateTimeOffset at) => types.Current(type, area, at);

        public CaseProgram OfOrders(string area, DateTimeOffset at) => types.OfOrders(area, at);

        public CaseProgram Of(CaseTerms terms) => types.Of(terms);

        public WorkOrders.OrderTerms? CategoryOf(CaseBeginning beginning) => types.CategoryOf(beginning);

        public ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, WorkOrders.OrderTerms? category, string area, DateTimeOffset at) => limits;

        public CaseCity CityOf(CaseProgram program, string area, DateTimeOffset at) => types.CityOf(program, area, at);
    }
}
