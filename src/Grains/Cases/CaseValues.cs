using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs.Expressions;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>What a case shows to the expressions of its type, at one instant and to one who acts. What is read is looked up once.</summary>
/// <param name="program">Its type.</param>
/// <param name="state">The case.</param>
/// <param name="actor">Who acts.</param>
/// <param name="at">When, UTC.</param>
/// <param name="city">What it reads of the city.</param>
/// <param name="readings">Fields as they were read in this decision.</param>
internal sealed class CaseValues(CaseProgram program, CaseState state, string actor, DateTimeOffset at, CaseCity city, FieldReadings readings) : IValues
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
    public static Value FieldOf(CaseProgram program, CaseState state, string name, FieldReadings readings)
    {
        var type = program.Types[name];
        if (state.Fields.TryGetValue(name, out var json))
        {
            return readings.Read(json, type, out _);
        }

        var spec = program.Spec.Fields[name];
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
            return FieldOf(program, state, scope.Fields[rest], readings);
        }

        if ((rest -= scope.Fields.Count) < scope.Parties.Count)
        {
            return References(state.Parties.GetValueOrDefault(scope.Parties[rest], []));
        }

        if ((rest -= scope.Parties.Count) < scope.Holders.Count)
        {
            return Value.Of([.. state.Holders.Where(holder => holder.Name == scope.Holders[rest]).Select(static holder => Value.Of(new SeatRow(holder.Who, holder.HasSigned, holder.Need)))]);
        }

        if ((rest -= scope.Holders.Count) < scope.Holders.Count)
        {
            return Value.Of([.. CaseSeats.Lapsed(state, scope.Holders[rest]).Select(static offer => Value.Of(new SeatRow(offer.Who, false, offer.Need)))]);
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
            5 => Value.Of(LinesOf(state.History)),
            6 => Value.Of(actor),
            7 => References(state.Parties.Values.SelectMany(static ids => ids).Distinct(StringComparer.Ordinal)),
            8 => Value.Of(at),
            9 => Value.Of(DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime)),
            10 => Value.Of(state.IsEscalated),
            11 => city.Units,
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

    private static Value[] LinesOf(ImmutableList<CaseLine> history)
    {
        var (lines, count) = (new Value[history.Count], 0);
        foreach (var line in history)
        {
            lines[count++] = Value.Of(new LineRow(line));
        }

        return lines;
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

    private sealed class SeatRow(string who, bool hasSigned, string need) : IValues
    {
        public Value this[int index] => index switch
        {
            0 => Value.Of(who),
            1 => Value.Of(hasSigned),
            2 => TextOf(need),
            _ => default,
        };
    }
}
