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
internal sealed class CommandChoice(CaseProgram program, CaseState state, CaseCommand command, DateTimeOffset at, CaseCity city)
{
    private const int LongestReason = 2_000;
    private const int MostCharacters = 64 * 1024;
    private static readonly ImmutableSortedDictionary<string, string> none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

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
        var refusal = named.Count == 0 ? CaseRefusals.UnknownCommand(program, command.Do) : CaseRefusals.NotAllowed(program, state, [.. named.Select(number => program.Commands[number].Spec)]);
        foreach (var number in named.Where(number => program.Commands[number].From.Contains(state.Status)))
        {
            (Number, var rule) = (number, program.Commands[number]);
            refusal = Judge(rule, isForm, out var values);
            if (refusal is null)
            {
                return Demand(rule, isForm, values!);
            }
        }

        return refusal;
    }

    private Refusal? Judge(CompiledCommand rule, bool isForm, out CaseValues? values)
    {
        values = null;
        Changes = none;
        if (Grants.As(rule.Spec.By, state, command) is not { } grant)
        {
            return CaseRefusals.NotYours(rule.Spec, command.Roles);
        }

        Grant = grant;
        if (Characters.In(command.Reason) > LongestReason)
        {
            return CaseRefusals.ReasonTooLong;
        }

        if (rule.Spec.Reason && string.IsNullOrWhiteSpace(command.Reason))
        {
            return CaseRefusals.ReasonRequired;
        }

        if (IsTooLong(rule.Spec))
        {
            return CaseRefusals.TooManyLines(Lines);
        }

        var (changes, faults) = isForm ? CaseForms.Read(program, new CaseValues(program, state, command.Actor, at, city), state, rule, command.Form) : (none, []);
        if (faults.Count > 0)
        {
            return faults[0].Why;
        }

        var filled = state with { Fields = state.Fields.With(changes) };
        if (filled.Fields.Sum(static field => (long)field.Value.Length) > MostCharacters)
        {
            return CaseRefusals.TooLarge;
        }

        (Changes, values) = (changes, new CaseValues(program, filled, command.Actor, at, city));
        return Fails(rule, rule.If, values, isForm) ? CaseRefusals.Guard(rule.Spec.Code, rule.If!.Explain(values, shows: FieldClass.Internal)) : null;
    }

    private Refusal? Demand(CompiledCommand rule, bool isForm, CaseValues values)
    {
        foreach (var must in rule.Must)
        {
            if (Fails(rule, must.That, values, isForm))
            {
                return must.Spec.Text is { En: { } english, Zh: { } chinese } ? new Refusal(must.Spec.Code, english, chinese) : CaseRefusals.Guard(must.Spec.Code, must.That.Explain(values, shows: FieldClass.Internal));
            }
        }

        return null;
    }

    // Where what is typed into the form can decide, nobody can tell before it is.
    private bool Fails(CompiledCommand rule, CheckedExpression? condition, CaseValues values, bool isForm) =>
        condition is not null && !condition.Holds(values) && (isForm || !rule.Spec.Form.Any(form => condition.Reads.Contains(program.Scope.Scope.IndexOf(form.Field))));

    // A case with very many lines is led to its end; before, nothing is done any more that can be done over and over.
    private bool IsTooLong(CaseCommandSpec spec) => state.History.Count >= CaseScope.MostLinesAgain
        && (Lines >= CaseScope.MostLines ? spec.To is null || !program.IsEnd(spec.To) : spec.Again && command.Source is not null && Lines >= CaseScope.MostLinesAgain);

    private int Lines => state.History.Count(static line => !line.IsFromOutside);
}
