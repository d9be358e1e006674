using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Cases;

/// <summary>Decides what the effects of a line come to, so that its fold need decide nothing: which conditions hold, which values fields take, who is asked, which children begin.</summary>
internal sealed class EffectDecision
{
    private const string Role = "role:";
    private readonly CaseProgram program;
    private readonly CaseCity city;
    private readonly string actor;
    private readonly DateTimeOffset at;
    private List<EffectSpec>? taken;
    private List<CaseWanted>? opened;
    private readonly IReadOnlyList<CaseHolder> had; // Whoever is let go by this very line is still told of it.
    private readonly FieldReadings readings;
    private CaseValues? values;
    private int conditions;

    public EffectDecision(CaseProgram program, CaseState before, CaseLine line, CaseCity city, FieldReadings readings)
    {
        (this.program, this.city, this.readings, actor, at, Line) = (program, city, readings, line.Actor, line.At, line);
        (State, had) = (before, before.Holders);
        if (program.EffectsOf(line).IsEmpty)
        {
            return;
        }

        State = before with
        {
            Status = line.Status,
            Fields = line.Beginning is { } beginning ? beginning.Fields : before.Fields.With(line.Changes),
            Parties = line.Beginning?.Parties ?? before.Parties,
            Area = line.Beginning?.Area ?? before.Area,
            Holders = [.. before.Holders, .. line.Holders],
        };
        had = State.Holders;
        Take(program.EffectsOf(line));
    }

    /// <summary>The line with all that was decided.</summary>
    public CaseLine Line { get; private set; }

    /// <summary>What follows elsewhere.</summary>
    /// <param name="after">The case after the line.</param>
    public IEnumerable<CityFact> Facts(CaseState after)
    {
        foreach (var wanted in opened ?? [])
        {
            yield return wanted;
        }

        for (var i = 0; i < taken?.Count; i++)
        {
            if (taken[i] is { Tell: { } whom, Text: { } text })
            {
                yield return new CaseTold { Subject = $"told/{after.Id}/{after.Version}", Version = i + 1, At = at, Area = after.Area, Case = after.Id, To = whom.StartsWith('$') ? [.. Told(whom).Distinct(StringComparer.Ordinal)] : [], Text = text, Roles = whom.StartsWith('$') ? [] : [whom] };
            }
        }
    }

    // Of an offer the holder is who is asked to be it, and nobody who is it already.
    private IEnumerable<string> Told(string whom) => Line is { Trigger.Kind: "offered" } && whom == $"${Line.Subject}" ? CaseSeats.Offered(Line).Select(static one => one.Who) : Resolve([whom]);

    private CaseState State
    {
        get;
        set => (field, values) = (value, null);
    }

    private CaseValues Values => values ??= new(program, State, actor, at, city, readings);

    private void Take(ImmutableArray<CompiledEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect.If is { } condition)
            {
                var holds = condition.Holds(Values);
                Line = Line with { Held = Line.Held | (holds ? 1UL << conditions : 0) };
                conditions++;
                Take(holds ? effect.Then : effect.Else);
                continue;
            }

            Take(effect);
            (taken ??= []).Add(effect.Spec);
        }
    }

    private void Take(CompiledEffect effect)
    {
        switch (effect.Spec)
        {
            case { Set: { } field }:
                Set(field, effect.To!.Evaluate(Values));
                break;
            case { Start: { } name } when program.Until.TryGetValue(name, out var until):
                Until(name, until);
                break;
            case { Resume: { } name, Or: "start" } when program.Until.TryGetValue(name, out var until):
                Until(name, until);
                break;
            case { Release: { } name }:
                State = CaseSeats.Release(State, name, Whom(effect, "release", name));
                break;
            case { Sign: { } name }:
                State = CaseSeats.Sign(State, name, Whom(effect, "sign", name));
                break;
            case { Seat: { } name, From: { } field }:
                var chosen = CaseSeats.Chosen(program, State, name, field, readings);
                Line = Line with { Seated = [.. Line.Seated, .. chosen] };
                State = CaseSeats.Seat(State, name, chosen);
                break;
            case { Ask: { } name }:
                var of = Resolve(effect.Spec.Of).Distinct(StringComparer.Ordinal).ToArray();
                var need = effect.Spec.Need switch { { Text: "any" } => 1, { Number: { } number } => (int)number, _ => of.Length };
                Line = Line with { Asked = [.. Line.Asked, new CaseAsk(name, of, need, [], [])] };
                break;
            case { Open: { } type }:
                Open(type, effect);
                break;
            case { Hand: "unit" }:
                Line = Line with { Unit = effect.To?.Evaluate(Values).AsText ?? State.Unit };
                State = State with { Unit = Line.Unit };
                break;
            case { Hand: "level" }:
                // Down again, too: of the area where it began.
                Line = Line with { Area = effect.To!.Evaluate(Values).AsText is { } level ? HandedTo.Of(Begun, level) : State.Area };
                State = State with { Area = Line.Area };
                break;
            case { Hand: not null, To: { } to }:
                Line = Line with { Area = effect.To is null ? HandedTo.Of(State.Area, to) : effect.To.Evaluate(Values).AsText ?? State.Area };
                break;
        }
    }

    private string Begun => State.History is [{ Beginning.Area: { } area }, ..] ? area : State.History.FindLast(static line => line.Adopted is not null)?.Adopted!.Area ?? State.Area;

    private string? Whom(CompiledEffect effect, string verb, string holder)
    {
        if (effect.Who is null)
        {
            return null;
        }

        var who = effect.Who.Evaluate(Values).AsText ?? "";
        Line = Line with { Whom = (Line.Whom ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)).SetItem(CaseFold.KeyOf(verb, holder), who) };
        return who;
    }

    private void Set(string field, Value value)
    {
        if (CaseValue.Write(value, program.Types[field].Type!) is { } json)
        {
            Line = Line with { Changes = (Line.Changes ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)).SetItem(field, json) };
            State = State with { Fields = State.Fields.SetItem(field, json) };
        }
    }

    // A day is over with its last moment, in the city's time.
    private void Until(string name, CheckedExpression expression)
    {
        var value = expression.Evaluate(Values);
        if ((value.AsInstant ?? (value.AsDate is { } date ? new DateTimeOffset(date.AddDays(1).ToDateTime(TimeOnly.MinValue), WorkCalendar.Offset) : null)) is { } until)
        {
            Line = Line with { Until = (Line.Until ?? ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal)).SetItem(name, until > at ? until.ToUniversalTime() : at) };
        }
    }

    private void Open(string type, CompiledEffect effect)
    {
        var name = effect.Spec.As!;
        var beginning = $"{State.Id}#{Line.Version}.{name}";
        var child = new CaseChild(name, CaseIds.Of(type, beginning), type);
        Line = Line with { Opened = [.. Line.Opened, child] };
        var values = effect.With.Select(pair => (Name: pair.Key, Value: pair.Value.Evaluate(Values), pair.Value.Type)).ToList();
        (opened ??= []).Add(new CaseWanted
        {
            Subject = $"child/{child.Id}",
            Version = 1,
            At = at,
            Area = State.Area,
            Case = child.Id,
            CaseType = type,
            Beginning = new CaseBeginning
            {
                Id = beginning,
                Actor = actor,
                At = at,
                Area = State.Area,
                Parent = new CaseParent(State.Id, name),
                Fields = values.Where(static one => !one.Name.StartsWith('$')).Select(static one => (one.Name, Json: CaseValue.Write(one.Value, one.Type))).Where(static one => one.Json is not null)
                    .ToImmutableSortedDictionary(static one => one.Name, static one => one.Json!, StringComparer.Ordinal),
                Parties = values.Where(static one => one.Name.StartsWith('$')).ToImmutableSortedDictionary(static one => one.Name[1..], static one => (IReadOnlyList<string>)[.. one.Value.AsList!.Select(static id => id.AsText!)], StringComparer.Ordinal),
            },
        });
    }

    private IEnumerable<string> Resolve(IEnumerable<string> names) => names.SelectMany(name => name switch
    {
        "$parties" => State.Parties.Values.SelectMany(static ids => ids),
        ['$', .. var one] when State.Parties.TryGetValue(one, out var ids) => ids,
        ['$', .. var one] => had.Concat(State.Holders).Where(holder => holder.Name == one).Select(static holder => holder.Who).Distinct(StringComparer.Ordinal),
        _ => [Role + name],
    });
}
