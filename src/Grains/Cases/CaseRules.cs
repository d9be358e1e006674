using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>The life of a case: its beginning, commands, others' facts and deadlines lead to lines of history, as its type says. Pure.</summary>
/// <remarks>A clock runs out exactly when it is due: what happens at that instant or later comes after its line, whichever is processed first.</remarks>
/// <param name="types">The types of case that there are.</param>
/// <param name="calendar">The working time that clocks count.</param>
internal sealed class CaseRules(ICaseTypes types, WorkCalendar calendar) : ICityRules<CaseState>
{
    public IReadOnlyList<RowKind<CaseState>> RowKinds { get; } = [new CaseLines()];

    /// <summary>Begins a case; the same beginning again leaves it as it is.</summary>
    public (Decision<CaseState> Decision, Refusal? Refusal) Begin(string id, CaseState state, string type, CaseBeginning beginning)
    {
        if (state.Terms is not null)
        {
            return (Decision.None(state), CaseForms.IsSame(state.History[0].Beginning!, beginning) ? null : CaseRefusals.KeyReused);
        }

        if (types.Current(type, beginning.Area, beginning.At) is not { } program)
        {
            return (Decision.None(state), CaseRefusals.UnknownType(type));
        }

        if (CaseForms.Begin(program, beginning).FirstOrDefault() is { } fault)
        {
            return (Decision.None(state), fault.Why);
        }

        var isOrder = program.Spec.Grain == Packs.Format.CaseGrain.WorkOrder;
        var category = isOrder ? types.CategoryOf(beginning) : null;
        if (isOrder && category is null)
        {
            return (Decision.None(state), CaseRefusals.UnknownCategory);
        }

        var draft = new CaseDraft(program, state, calendar, types.CityOf(program, beginning.Area, beginning.At));
        try
        {
            draft.Begin(id, types.TermsOf(program, category, beginning.Area, beginning.At), beginning);
            return (draft.Decision, null);
        }
        catch (CalendarYearMissingException missing)
        {
            return (Decision.None(state), CaseRefusals.CalendarYearMissing(missing));
        }
    }

    /// <summary>Acts on a case; a refused or repeated command leaves it as it is.</summary>
    public (Decision<CaseState> Decision, Refusal? Refusal) Apply(string id, CaseState state, CaseCommand command)
    {
        if (state.Terms is not { } terms)
        {
            return (Decision.None(state), CaseRefusals.NotFound(id));
        }

        if (command.CommandId.Length > 0 && state.History.FindLast(line => line.CommandId == command.CommandId && line.Source is null == command.Source is null) is { } known)
        {
            return (Decision.None(state), known.Source == command.Source ? null : CommandRefusals.IdReused(command.CommandId));
        }

        var program = types.Of(terms);
        return Drafted(program, state, command.At, (draft, at) => command.Do switch
        {
            CaseCommand.Answer => Answer(draft, command, at),
            CaseCommand.Assign => CaseHolding.Assign(draft, command, at),
            CaseCommand.Take or CaseCommand.Decline => CaseHolding.AnswerOffer(draft, command, at),
            _ => Act(program, draft, command, at),
        });
    }

    /// <summary>The case as it was after a line.</summary>
    public CaseState AsOf(CaseState state, long version) => version >= state.Version || state.Terms is not { } terms
        ? state
        : CaseFold.Rebuild(types.Of(terms), state.Id, terms, state.History.TakeWhile(line => line.Version <= version), calendar);

    /// <summary>The type of a case that has begun.</summary>
    public CaseProgram ProgramOf(CaseState state) => types.Of(state.Terms!);

    /// <summary>What is wrong with the form of a command, whoever gives it and whether or not it may be given now.</summary>
    public IReadOnlyList<CaseFormFault> CheckForm(CaseState state, CaseCommand command)
    {
        var program = ProgramOf(state);
        var numbers = program.CommandsNamed(command.Do);
        var readings = new FieldReadings();
        var fitting = numbers.Where(number => program.Commands[number].From.Contains(state.Status)).Concat(numbers).Take(1).ToArray();
        return fitting is [var chosen]
            ? CaseForms.Read(program, new CaseValues(program, state, command.Actor, command.At, types.CityOf(program, state.Area, command.At), readings), state, program.Commands[chosen], command.Form, readings).Faults
            : [new CaseFormFault("", CaseRefusals.UnknownCommand(program, command.Do))];
    }

    /// <summary>What somebody may do now, and why not the rest; changes nothing.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">The case.</param>
    /// <param name="giver">Who asks, when, in which roles: a command whose name does not count.</param>
    public IReadOnlyList<WeighedCaseCommand> May(string id, CaseState state, CaseCommand giver)
    {
        if (state.Terms is not { } terms)
        {
            return [];
        }

        var program = types.Of(terms);
        var draft = DraftOf(program, state, giver.At);
        var at = draft.PassTo(giver.At);
        var commands = program.Commands.Select(static command => command.Spec.Do).Distinct(StringComparer.Ordinal).Select(name =>
        {
            var choice = new CommandChoice(program, draft.Case, giver with { Do = name, CommandId = "", Reason = "because" }, at, draft.City, draft.Readings);
            var refusal = choice.Weigh(isForm: false);
            var spec = program.Commands[choice.Number >= 0 ? choice.Number : program.CommandsNamed(name)[0]].Spec;
            return new WeighedCaseCommand(name, spec.Name.En ?? name, spec.Name.Zh ?? name, CaseViews.FormOf(spec), spec.Reason, "", refusal);
        });
        var answers = draft.Case.Asks.Where(ask => Grants.Asked(ask, draft.Case, giver) is not null).Select(ask =>
            new WeighedCaseCommand(CaseCommand.Answer, "Answer", "答复", [], false, ask.Name, Grants.HasAnswered(ask, draft.Case, giver) ? CaseRefusals.AnsweredBefore : null));
        return [.. commands, .. answers, .. CaseHolding.May(draft.Case, giver)];
    }

    public Decision<CaseState> React(string key, CaseState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        CaseWanted wanted => Wanted(key, state, wanted),
        _ when state.Terms is null => Decision.None(state),
        HolderFound found => Found(state, found),
        CaseReached reached => Reached(state, reached),
        _ => Decision.None(state),
    };

    public Decision<CaseState> Due(string key, CaseState state, Deadline deadline, DateTimeOffset now)
    {
        try
        {
            var draft = DraftOf(types.Of(state.Terms!), state, deadline.Due);
            draft.PassTo(deadline.Due);
            return draft.Decision;
        }
        catch (CalendarYearMissingException)
        {
            // The case cannot go on before somebody adds the year.
            return Decision.None(state) with { Again = deadline.Name == CalendarCorrection.DeadlineName ? null : deadline.Due + TimeSpan.FromDays(1) };
        }
    }

    public IEnumerable<DueTime> Deadlines(string key, CaseState state)
    {
        var next = CaseDraft.NextDue(state);
        if (calendar.CorrectedAt is { } corrected && (next?.DueAt <= corrected || state.Clocks.Any(clock => clock.LaterBy(calendar) is not null)))
        {
            yield return new DueTime(CalendarCorrection.DeadlineName, corrected);
        }

        if (next is not null)
        {
            yield return new DueTime(next.Name, next.DueAt!.Value);
        }
    }

    private CaseDraft DraftOf(CaseProgram program, CaseState state, DateTimeOffset at) => new(program, state, calendar, types.CityOf(program, state.Area, at));

    // A part that cannot begin has ended before it did: its parent must not wait for it.
    private Decision<CaseState> Wanted(string id, CaseState state, CaseWanted wanted)
    {
        var (decision, refusal) = Begin(id, state, wanted.CaseType, wanted.Beginning);
        return refusal is null || wanted.Beginning.Parent is not { } parent ? decision : new Decision<CaseState>(state, false,
        [
            new CaseReached { Subject = id, Version = 1, At = wanted.At, Area = wanted.Area, Parent = parent, Status = CaseSpec.NotBegun, HasEnded = true, Why = $"{refusal.English} {refusal.Chinese}" },
        ]);
    }

    private (Decision<CaseState> Decision, Refusal? Refusal) Drafted(CaseProgram program, CaseState state, DateTimeOffset time, Func<CaseDraft, DateTimeOffset, Refusal?> decide)
    {
        var draft = DraftOf(program, state, time);
        try
        {
            var refusal = decide(draft, draft.PassTo(time));
            return refusal is null ? (draft.Decision, null) : (Decision.None(state), refusal);
        }
        catch (CalendarYearMissingException fault)
        {
            return (Decision.None(state), CaseRefusals.CalendarYearMissing(fault));
        }
    }

    /// <summary>Lets a command of the type act, or says why it does not.</summary>
    internal static Refusal? Act(CaseProgram program, CaseDraft draft, CaseCommand command, DateTimeOffset at)
    {
        var choice = new CommandChoice(program, draft.Case, command, at, draft.City, draft.Readings);
        if (choice.Weigh(isForm: true) is { } refusal)
        {
            return refusal;
        }

        var rule = program.Commands[choice.Number];
        draft.Add(new CaseLine
        {
            Version = draft.Case.Version + 1,
            At = at,
            What = rule.What,
            Actor = command.Actor,
            Person = command.Person,
            As = choice.Grant,
            Rule = choice.Number,
            Status = rule.Spec.To ?? draft.Case.Status,
            Why = command.Reason,
            CommandId = command.CommandId,
            Source = command.Source,
            Changes = choice.Changes.IsEmpty ? null : choice.Changes,
        });
        return null;
    }

    private static Refusal? Answer(CaseDraft draft, CaseCommand command, DateTimeOffset at)
    {
        var ask = draft.Case.Asks.FirstOrDefault(ask => ask.Name == command.Ask);
        if (ask is null || Grants.Asked(ask, draft.Case, command) is not { } grant)
        {
            return CaseRefusals.NotAsked(command.Ask);
        }

        if (Grants.HasAnswered(ask, draft.Case, command))
        {
            return CaseRefusals.AnsweredBefore;
        }

        draft.Add(draft.Next(at, CaseFold.Answered) with { Actor = command.Actor, Person = command.Person, As = grant, Why = command.Reason, CommandId = command.CommandId, Source = command.Source, Subject = ask.Name, Yes = command.Yes });
        var after = draft.Case.Asks.Single(other => other.Name == ask.Name);
        var isOfRoles = after.Of.Any(static who => who.StartsWith("role:", StringComparison.Ordinal));
        AskAnswer? answer = after.Yes.Count >= after.Need ? AskAnswer.Yes : isOfRoles ? after.No.Count > 0 ? AskAnswer.No : null : after.Of.Count - after.No.Count < after.Need ? AskAnswer.No : null;
        if (answer is { } known)
        {
            draft.Happen(CaseTrigger.Asked(ask.Name, known), draft.Next(at, $"{ask.Name}-{(known == AskAnswer.Yes ? "agreed" : "refused")}") with { Subject = ask.Name });
        }

        return null;
    }

    private Decision<CaseState> Found(CaseState state, HolderFound found)
    {
        if (state.Wanted.GetValueOrDefault(found.Holder) != found.Asked || (found.Holders.Count == 0 && CaseHolding.IsNobodyKnown(state, found.Holder, found.Asked)))
        {
            return Decision.None(state); // It is looked for no more, or anew, or nobody was there already.
        }

        var draft = DraftOf(types.Of(state.Terms!), state, found.At);
        var at = draft.PassTo(found.At);
        if (draft.Case.Wanted.GetValueOrDefault(found.Holder) != found.Asked)
        {
            return draft.Decision;
        }

        CaseHolding.Find(draft, found, at);
        return draft.Decision;
    }

    private Decision<CaseState> Reached(CaseState state, CaseReached reached)
    {
        var child = state.Children.FirstOrDefault(child => child.Id == reached.Subject);
        if (child is null || child.Heard >= reached.Version)
        {
            return Decision.None(state);
        }

        var draft = DraftOf(types.Of(state.Terms!), state, reached.At);
        var at = draft.PassTo(reached.At);
        draft.Happen(CaseTrigger.Child(child.As, reached.Status), draft.Next(at, $"{child.As}-{reached.Status}") with
        {
            Subject = child.As,
            Why = reached.Why,
            Child = child with { Status = reached.Status, HasEnded = reached.HasEnded, Heard = reached.Version },
        });
        if (reached.Status == CaseSpec.NotBegun && draft.Case is { EndedAt: null, IsEscalated: false, History: [.., { Rule: null }] })
        {
            // It would wait for ever for a part that never was, unless somebody looks after it.
            draft.Add(draft.Next(at, CaseFold.Escalated) with { Subject = child.As });
        }

        return draft.Decision;
    }
}
