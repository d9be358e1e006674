using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Deadlines;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>What a case shows to the expressions of its type, at one instant and to one who acts. What is read is looked up once.</summary>
/// <param name="program">Its type.</param>
/// <param name="state">The case.</param>
/// <param name="actor">Who acts.</param>
/// <param name="at">When, UTC.</param>
/// <param name="city">What it reads of the city.</param>
internal sealed class CaseValues(CaseProgram program, CaseState state, string actor, DateTimeOffset at, CaseCity city) : IValues
{
    private const int OwnValues = 12;
    private const int Few = 4; // Most expressions read no more.
    private const int CategoryValues = 4;
    private (int Index, Value Value)[] known = [];
    private int count;

    /// <inheritdoc/>
    public Value this[int index]
    {
        get
        {
            for (var i = 0; i < count; i++)
            {
                if (known[i].Index == index)
                {
                    return known[i].Value;
                }
            }

            var value = Read(index);
            if (count == known.Length)
            {
                Array.Resize(ref known, count + Few);
            }

            known[count++] = (index, value);
            return value;
        }
    }

    /// <summary>A field as it stands, or missing.</summary>
    public static Value FieldOf(CaseProgram program, CaseState state, string name)
    {
        var (type, spec) = (program.Types[name], program.Spec.Fields[name]);
        if (state.Fields.TryGetValue(name, out var json))
        {
            using var document = JsonDocument.Parse(json);
            return CaseValue.Read(document.RootElement, type, out _);
        }

        return spec.Default is { } usual ? usual.Number is { } number ? Value.Of(number) : Value.Of(usual.Text)
            : type.Type?.Kind == ExpressionKind.List ? Value.Of(Array.Empty<Value>())
            : Value.Missing;
    }

    private Value Read(int index)
    {
        var scope = program.Scope;
        var rest = index;
        if (rest < scope.Fields.Count)
        {
            return FieldOf(program, state, scope.Fields[rest]);
        }

        if ((rest -= scope.Fields.Count) < scope.Parties.Count)
        {
            return References(state.Parties.GetValueOrDefault(scope.Parties[rest], []));
        }

        if ((rest -= scope.Parties.Count) < scope.Holders.Count)
        {
            return Value.Of([.. state.Holders.Where(holder => holder.Name == scope.Holders[rest]).Select(static holder => Value.Of(new Row(Value.Of(holder.Who), Value.Of(holder.HasSigned), TextOf(holder.Need))))]);
        }

        if ((rest -= scope.Holders.Count) < scope.Holders.Count)
        {
            return Value.Of([.. CaseSeats.Lapsed(state, scope.Holders[rest]).Select(static offer => Value.Of(new Row(Value.Of(offer.Who), Value.Of(false), TextOf(offer.Need))))]);
        }

        if ((rest -= scope.Holders.Count) < scope.Clocks.Count)
        {
            return Value.Of(ClockState(scope.Clocks[rest]));
        }

        return (rest -= scope.Clocks.Count) switch
        {
            0 => Value.Of(state.Id),
            1 => Value.Of(state.Status),
            2 => Value.Of(state.Area),
            3 => Value.Of(Places.AreaCodes.TryLevel(state.Area, out var level) ? level.ToString().ToLowerInvariant() : null),
            4 => Value.Of(state.Unit),
            5 => Value.Of(new Lines(state.History)),
            6 => Value.Of(actor),
            7 => References(state.Parties.Values.SelectMany(static ids => ids).Distinct(StringComparer.Ordinal)),
            8 => Value.Of(at),
            9 => Value.Of(DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime)),
            10 => Value.Of(state.IsEscalated),
            11 => References(city.Units),
            _ => state.Terms?.Category is { } category ? OfCategory(category, rest - OwnValues) : city.Parameters[rest - OwnValues],
        };
    }

    private Value OfCategory(OrderTerms category, int index) => index switch
    {
        0 => Value.Of(category.Department),
        1 => Value.Of(category.AutoFile),
        2 => Value.Of(category.Urgent),
        3 => References(category.Skills),
        _ => city.Parameters[index - CategoryValues],
    };

    private string ClockState(string name) => state.Clocks.FirstOrDefault(clock => clock.Name == name) switch
    {
        null => "none",
        { IsOverdue: true } => "overdue",
        { RunningSince: null } => "paused",
        _ => "running",
    };

    private static Value References(IEnumerable<string> ids) => Value.Of([.. ids.Select(static id => Value.Of(id))]);

    private static Value TextOf(string text) => text.Length == 0 ? Value.Missing : Value.Of(text);

    /// <summary>The history as a list of rows, each made as it is looked at.</summary>
    private sealed class Lines(ImmutableList<CaseLine> history) : IReadOnlyList<Value>
    {
        public int Count => history.Count;

        public Value this[int index] => Value.Of(new LineRow(history[index]));

        public IEnumerator<Value> GetEnumerator() => history.Select(static line => Value.Of(new LineRow(line))).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class LineRow(CaseLine line) : IValues
    {
        public Value this[int index] => index switch
        {
            0 => Value.Of(line.What),
            1 => Value.Of(line.Actor),
            2 => TextOf(line.As),
            3 => TextOf(line.Subject),
            _ => default,
        };
    }

    private sealed class Row(params Value[] values) : IValues
    {
        public Value this[int index] => (uint)index < (uint)values.Length ? values[index] : default;
    }
}
