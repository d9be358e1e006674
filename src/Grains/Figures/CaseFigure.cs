using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs.Expressions;
using CityActors.Packs.Figures;

namespace CityActors.Figures;

/// <summary>A case, folded from its history under the type that the history names.</summary>
internal sealed class CaseFigure : FigureSubject
{
    private readonly CaseProgram program;
    private readonly CaseState state;
    private readonly CaseValues values;
    private readonly Dictionary<string, DateTimeOffset> firstIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> due = new(StringComparer.Ordinal);
    private readonly List<Value> reached = [];

    private CaseFigure(CaseProgram program, string id, CaseTerms terms, IEnumerable<CaseLine> history, WorkCalendar calendar)
    {
        this.program = program;
        state = new CaseState { Id = id, Terms = terms };
        foreach (var line in history)
        {
            state = CaseFold.Apply(program, state, line, calendar);
            if (firstIn.TryAdd(line.Status, line.At))
            {
                reached.Add(Value.Of(line.Status));
            }

            foreach (var clock in state.Clocks)
            {
                if (clock.DueAt is { } at)
                {
                    due[clock.Name] = at;
                }
            }
        }

        values = new CaseValues(program, state, "", state.ChangedAt, CaseCity.Nowhere, new FieldReadings());
    }

    public override string Id => state.Id;

    public override string Area => state.Area;

    public override CasePrivacy Privacy => (CasePrivacy)program.Spec.Class;

    public override DateTimeOffset Begun => state.BegunAt;

    public override bool IsExempt => state.Exempt.Length > 0;

    public override IValues Values => throw new InvalidOperationException($"What a case shows depends on the indicator: {nameof(Shown)}.");

    public override IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines => throw new InvalidOperationException($"What a line shows depends on the indicator: {nameof(Shown)}.");

    /// <summary>Folds a history.</summary>
    public static CaseFigure Of(CaseProgram program, string id, CaseTerms terms, IEnumerable<CaseLine> history, WorkCalendar calendar) => new(program, id, terms, history, calendar);

    /// <summary>As it shows itself to expressions over a scope.</summary>
    public FigureSubject Shown(FigureScope scope) => new ToScope(this, scope);

    public override DateTimeOffset? When(FigureDay day) => day.Kind switch
    {
        FigureDayKind.Begun => state.BegunAt,
        FigureDayKind.Ended => state.EndedAt,
        FigureDayKind.First => day.Names.Where(firstIn.ContainsKey).Select(name => (DateTimeOffset?)firstIn[name]).Min(),
        FigureDayKind.Due => due.TryGetValue(day.Names[0], out var at) ? at : null,
        _ => null,
    };

    private Value Own(int number) => number switch
    {
        0 => Value.Of(state.BegunAt),
        1 => state.EndedAt is { } ended ? Value.Of(ended) : Value.Missing,
        2 => Value.Of(reached),
        3 => Value.Of([.. state.Overdue.Select(static clock => Value.Of(clock))]),
        4 => Value.Of(IsExempt),
        _ => Value.Missing,
    };

    private sealed class ToScope(CaseFigure figure, FigureScope scope) : FigureSubject, IValues
    {
        private const int FirstOfLine = 5;

        public override string Id => figure.Id;

        public override string Area => figure.Area;

        public override CasePrivacy Privacy => figure.Privacy;

        public override DateTimeOffset Begun => figure.Begun;

        public override bool IsExempt => figure.IsExempt;

        public override IValues Values => this;

        public override IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines => figure.state.History.Select(line =>
            (line.Version, line.At, (IValues)new LineValues(this, scope.Map.Count(static index => index >= ~(FirstOfLine - 1)), line.What, line.As, line.Status, line.Subject, line.At)));

        public Value this[int index] => scope.Map[index] is >= 0 and var known ? figure.values[known] : figure.Own(~scope.Map[index]);

        public override DateTimeOffset? When(FigureDay day) => figure.When(day);
    }
}
