using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Texts;

namespace CityActors.Cases;

/// <summary>Which of the commands of one name acts, or why none does. Of those whose states fit the first whose condition holds is chosen; what it demands besides only refuses it.</summary>
/// <param name="program">The type.</param>
/// <param name="state">The case, whose clocks are up to date.</param>
/// <param name="command">What somebody wants.</param>
/// <param name="at">When.</param>
/// <param name="city">What the case reads of the city.</param>
/// <param name="readings">Fields as they were read in this decision.</param>
internal sealed class CommandChoice(CaseProgram program, CaseState state, CaseCommand command, DateTimeOffset at, CaseCity city, FieldReadings readings)
{
    private const int LongestReason = 2_000;
    private const int MostCharacters = 64 * 1024;
    private static readonly ImmutableSortedDictionary<string, string> none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private int filledLike;
    private Refusal? wrong;
    private CaseValues? filled;

    /// <summary>The number of the command that acts.</summary>
    public int Number { get; private set; } = -1;

    /// <summary>As what who acts may.</summary>
    public string Grant { get; private set; } = "";

    /// <summary>Fields that its form changes, each as JSON.</summary>
    public ImmutableSortedDictionary<string, string> Changes { get; private set; } = none;

    /// <summary>Chooses, or says why not: the refusal shown is the last one of those whose states fit.</summary>
    /// <param name="isForm">Whether the form is filled in; if not, what it could decide is taken to hold.</param>
    public Refusal? Weigh(bool isForm)
    {
        var named = program.CommandsNamed(command.Do);
        Refusal? refusal = null;
        CompiledCommand? unmet = null;
        foreach (var number in named)
        {
            var rule = program.Commands[number];
            if (!rule.From.Contains(state.Status))
            {
                continue;
            }

            Number = number;
            refusal = Judge(rule, isForm);
            unmet = refusal is null ? rule : null;
            if (unmet is not null && !Fails(rule, rule.If, isForm))
            {
                return Demand(rule, isForm);
            }
        }

        // Why it does not hold is put into words once it is known that no other one does.
        return unmet is not null ? CaseRefusals.Guard(unmet.Spec.Code, unmet.If!.Explain(filled!, shows: FieldClass.Internal)) : refusal ?? Unfit([.. named.Select(number => program.Commands[number].Spec)]);
    }

    // Who could not do it in any state is told so, and not to wait for another one.
    private Refusal Unfit(IReadOnlyList<CaseCommandSpec> variants) =>
        variants.Count == 0 ? CaseRefusals.UnknownCommand(program, command.Do)
        : program.Spec.Grain == Packs.Format.CaseGrain.Case && variants.All(variant => Grants.As(variant.By, state, command) is null) && !variants.Any(IsOfHolder) ? CaseRefusals.NotYours(program, variants[^1], command.Roles)
        : CaseRefusals.NotAllowed(program, state, variants);

    // Whoever has it in hand changes with the state.
    private bool IsOfHolder(CaseCommandSpec spec) => spec.By.Any(who => who is ['$', .. var name] && program.Spec.Holders.ContainsKey(name));

    private Refusal? Judge(CompiledCommand rule, bool isForm)
    {
        if (Grants.As(rule.Spec.By, state, command) is not { } grant)
        {
            return CaseRefusals.NotYours(program, rule.Spec, command.Roles);
        }

        Grant = grant;
        if (command.Reason.Length > LongestReason && Characters.In(command.Reason) > LongestReason)
        {
            return CaseRefusals.ReasonTooLong;
        }

        if (rule.Spec.Reason && string.IsNullOrWhiteSpace(command.Reason))
        {
            return CaseRefusals.ReasonRequired;
        }

        if (IsTooLong(rule.Spec))
        {
            return CaseRefusals.TooManyLines(state.History.Count);
        }

        var like = IsGiven(rule.Spec) ? rule.FieldsLike : rule.FormLike;
        if (filled is null || filledLike != like)
        {
            (filledLike, wrong) = (like, Fill(rule, isForm));
        }

        return wrong;
    }

    // Of commands with the same form it is read once, and what their conditions look at is looked up once.
    private Refusal? Fill(CompiledCommand rule, bool isForm)
    {
        filled = new CaseValues(program, state, command.Actor, at, city, readings);
        (Changes, var faults) = isForm ? CaseForms.Read(program, filled, state, rule, command.Form, readings) : (none, []);
        if (faults.Count > 0)
        {
            return faults[0].Why;
        }

        if (Changes.IsEmpty)
        {
            return null;
        }

        var changed = state with { Fields = state.Fields.With(Changes) };
        filled = new CaseValues(program, changed, command.Actor, at, city, readings);
        var characters = 0L;
        foreach (var (_, json) in changed.Fields)
        {
            characters += json.Length;
        }

        return characters > MostCharacters ? CaseRefusals.TooLarge : null;
    }

    // Then it does not matter what a field would be that is left out.
    private bool IsGiven(CaseCommandSpec spec)
    {
        foreach (var form in spec.Form)
        {
            if (!command.Form.ContainsKey(form.Field))
            {
                return false;
            }
        }

        return true;
    }

    private Refusal? Demand(CompiledCommand rule, bool isForm)
    {
        foreach (var must in rule.Must)
        {
            if (Fails(rule, must.That, isForm))
            {
                return must.Spec.Text is { En: { } english, Zh: { } chinese } ? new Refusal(must.Spec.Code, english, chinese) : CaseRefusals.Guard(must.Spec.Code, must.That.Explain(filled!, shows: FieldClass.Internal));
            }
        }

        return null;
    }

    // Where what is typed into the form can decide, nobody can tell before it is.
    private bool Fails(CompiledCommand rule, CheckedExpression? condition, bool isForm) =>
        condition is not null && !condition.Holds(filled!) && (isForm || !rule.Spec.Form.Any(form => condition.Reads.Contains(program.Scope.Scope.IndexOf(form.Field))));

    // A case with very many lines is led to its end; before, nothing is done any more that can be done over and over.
    private bool IsTooLong(CaseCommandSpec spec) => state.History.Count >= CaseScope.MostLinesAgain
        && (state.History.Count >= CaseScope.MostLines ? spec.To is null || !program.IsEnd(spec.To) : spec.Again && command.Source is not null);
}
