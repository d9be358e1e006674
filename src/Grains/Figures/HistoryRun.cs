using System.Collections.Immutable;
using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Figures;

/// <summary>One made-up case, which takes steps.</summary>
/// <param name="types">Its type.</param>
/// <param name="calendar">The working time that its clocks count.</param>
/// <param name="id">Its id.</param>
internal sealed class HistoryRun(ICaseTypes types, WorkCalendar calendar, string id)
{
    // Parts of types that this pack does not have are work orders.
    private static readonly string[] endsOfOthers = ["closed", "not-filed", "merged", "cancelled"];
    private readonly CaseRules rules = new(types, calendar);
    private DateTimeOffset now;

    /// <summary>The case as it is.</summary>
    public CaseState State { get; private set; } = new();

    /// <summary>Its type.</summary>
    public CaseProgram Program => types.Of(State.Terms!);

    /// <summary>Begins it.</summary>
    /// <returns>Why it cannot, or null.</returns>
    public string? Begin(string type, string name, DateTimeOffset begun, string area, HistorySpec history)
    {
        now = begun;
        var (decision, refusal) = rules.Begin(id, State, type, new CaseBeginning
        {
            Id = name,
            Actor = "somebody",
            At = now,
            Area = area,
            Fields = Json(history.Fields),
            Parties = history.Parties.ToImmutableSortedDictionary(StringComparer.Ordinal),
        });
        State = decision.Next;
        return refusal is null ? null : $"It cannot begin: {refusal.English}";
    }

    /// <summary>Lets time pass, and somebody act, or a part get somewhere.</summary>
    /// <returns>Why that cannot be, or null.</returns>
    public string? Step(HistoryStepSpec step, int number)
    {
        now += Span.Parse(step.After)?.Length ?? TimeSpan.Zero;
        while (rules.Deadlines(id, State).OrderBy(static due => due.At).FirstOrDefault() is { Name: not null } due && due.At <= now)
        {
            State = rules.Due(id, State, new Deadline($"case/{id}", due.Name, due.At), due.At).Next;
        }

        if (step.Child is { } child)
        {
            return Hear(child, step.Reached!, number);
        }

        if (step.Do is null)
        {
            return null;
        }

        var (decision, refusal) = rules.Apply(id, State, new CaseCommand
        {
            Do = step.Do,
            CommandId = string.Create(CultureInfo.InvariantCulture, $"step-{number}"),
            Actor = step.As!,
            At = now,
            Reason = "made up",
            Roles = [step.As!],
            Form = Json(step.Set),
            Ask = step.Ask ?? "",
            Yes = step.Yes,
            Holder = step.Holder ?? "",
            Who = step.Who is { } who ? [who] : [],
        });
        State = decision.Next;
        return refusal is null ? null : $"Step {number + 1}, '{step.Do}' by '{step.As}': {refusal.English}";
    }

    private string? Hear(string child, string reached, int number)
    {
        if (State.Children.FirstOrDefault(one => one.As == child && !one.HasEnded) is not { } known)
        {
            return $"Step {number + 1}: no part '{child}' is under way.";
        }

        var states = reached == CaseSpec.NotBegun ? null : types.Current(known.Type, State.Area, now)?.Spec.States;
        if (states?.ContainsKey(reached) == false)
        {
            return $"Step {number + 1}: the part '{child}' has no state '{reached}'; there are {string.Join(", ", states.Keys)}.";
        }

        State = rules.React(
            id, State,
            new CaseReached
            {
                Subject = known.Id,
                Version = known.Heard + 1,
                At = now,
                Area = State.Area,
                Parent = new CaseParent(id, child),
                Status = reached,
                HasEnded = reached == CaseSpec.NotBegun || (states is null ? endsOfOthers.Contains(reached) : states[reached].End is not null),
            },
            now).Next;
        return null;
    }

    private static ImmutableSortedDictionary<string, string> Json(IEnumerable<KeyValuePair<string, System.Text.Json.JsonElement>> fields) =>
        fields.ToImmutableSortedDictionary(static field => field.Key, static field => field.Value.GetRawText(), StringComparer.Ordinal);
}
