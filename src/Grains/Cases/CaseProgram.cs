using System.Collections.Immutable;
using CityActors.Packs;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Pools;

namespace CityActors.Cases;

/// <summary>A type of case, ready to be acted on: its expressions are checked and its words are looked up. Immutable, one for each version of a pack.</summary>
internal sealed class CaseProgram
{
    private readonly Dictionary<string, int[]> commandsByName;
    private readonly Dictionary<CaseTrigger, int[]> eventsByTrigger;

    private CaseProgram(PackFiles pack, CaseSpec spec)
    {
        (Pack, Spec) = (pack, spec);
        var lists = CodeLists.Of(pack);
        Types = spec.Fields.ToImmutableSortedDictionary(static field => field.Key, field => FieldType.Of(field.Value, lists, out var fault) ?? throw new ArgumentException($"{spec.Case}.{field.Key}: {fault}"), StringComparer.Ordinal);
        Scope = CaseScope.Of(spec, Types, pack.Manifest);
        Commands = [.. spec.Commands.Select(Compile)];
        Events = [.. spec.Events.Select(Compile)];
        Begin = [.. spec.Begin.Select(effect => Compile(effect, Scope.Scope))];
        Until = spec.Clocks.Where(static clock => clock.Value.Until is not null).ToImmutableSortedDictionary(static clock => clock.Key, clock => Term(clock.Value.Until!, Scope.Scope, null), StringComparer.Ordinal);
        Warning = [.. spec.Clocks.Where(static clock => clock.Value.Warn is not null).Select(static clock => clock.Key)];
        commandsByName = ByKey(Commands, static command => command.Spec.Do);
        eventsByTrigger = ByKey(Events, static happening => happening.Trigger);
        Roles = [.. spec.Commands.SelectMany(static command => command.By).Where(static who => !who.StartsWith('$'))];
        Pools = spec.Holders.Keys.Select(holder => (holder, Pool: PoolProgram.Of(pack, spec, holder))).Where(static one => one.Pool is not null).ToImmutableSortedDictionary(static one => one.holder, static one => one.Pool!, StringComparer.Ordinal);
        Start = spec.States.Single(static state => state.Value.Start).Key;
    }

    /// <summary>The pack that has it.</summary>
    public PackFiles Pack { get; }

    /// <summary>What its file says.</summary>
    public CaseSpec Spec { get; }

    /// <summary>The types of its fields.</summary>
    public ImmutableSortedDictionary<string, FieldType> Types { get; }

    /// <summary>What its expressions read.</summary>
    public CaseScope Scope { get; }

    /// <summary>All roles that may do anything.</summary>
    public ImmutableHashSet<string> Roles { get; }

    /// <summary>The state in which it begins.</summary>
    public string Start { get; }

    /// <summary>Its commands, in the order of the file.</summary>
    public ImmutableArray<CompiledCommand> Commands { get; }

    /// <summary>Its events, in the order of the file.</summary>
    public ImmutableArray<CompiledEvent> Events { get; }

    /// <summary>What happens as it begins.</summary>
    public ImmutableArray<CompiledEffect> Begin { get; }

    /// <summary>Until when the clocks run that run to a date.</summary>
    public ImmutableSortedDictionary<string, CheckedExpression> Until { get; }

    /// <summary>The clocks that warn.</summary>
    public ImmutableArray<string> Warning { get; }

    /// <summary>The pools of records out of which holders come, by holder.</summary>
    public ImmutableSortedDictionary<string, PoolProgram> Pools { get; }

    /// <summary>Prepares a type of case.</summary>
    /// <param name="pack">The pack that has it; it was checked.</param>
    /// <param name="type">The type's name.</param>
    /// <exception cref="ArgumentException">It does not fit: the pack was not checked.</exception>
    public static CaseProgram Of(PackFiles pack, string type)
    {
        var spec = pack.Cases.Values.FirstOrDefault(spec => spec.Case == type) ?? throw new ArgumentException($"The pack '{pack.Name}' has no type of case '{type}'.", nameof(type));
        return new(pack, CaseTraits.Expand(spec));
    }

    /// <summary>Whether a state is an end.</summary>
    public bool IsEnd(string status) => Spec.States.TryGetValue(status, out var state) && state.End is not null;

    /// <summary>Whether a child may go on after its case has ended.</summary>
    public bool Outlives(string child) => All(Begin).Concat(Commands.SelectMany(static command => All(command.Then))).Concat(Events.SelectMany(static happening => All(happening.Then)))
        .Any(effect => effect.Spec is { Open: not null, Outlives: true, As: { } name } && name == child);

    private static IEnumerable<CompiledEffect> All(IEnumerable<CompiledEffect> effects) => effects.SelectMany(static effect => All(effect.Then).Concat(All(effect.Else)).Append(effect));

    /// <summary>The commands of a name, in the order of the file, by number; none: there is no such command.</summary>
    public IReadOnlyList<int> CommandsNamed(string name) => commandsByName.GetValueOrDefault(name, []);

    /// <summary>The events of a trigger, in the order of the file, by number.</summary>
    public IReadOnlyList<int> EventsOn(CaseTrigger trigger) => eventsByTrigger.GetValueOrDefault(trigger, []);

    /// <summary>The effects of a line, by the number that it notes.</summary>
    public ImmutableArray<CompiledEffect> EffectsOf(CaseLine line) =>
        line.Beginning is not null ? Begin : line.Rule is not { } rule ? [] : rule >= 0 ? Commands[rule].Then : Events[-1 - rule].Then;

    private static Dictionary<TKey, int[]> ByKey<TItem, TKey>(ImmutableArray<TItem> items, Func<TItem, TKey> key)
        where TKey : notnull =>
        items.Select((item, number) => (Key: key(item), number)).GroupBy(static pair => pair.Key).ToDictionary(static group => group.Key, static group => group.Select(static pair => pair.number).ToArray());

    private CompiledCommand Compile(CaseCommandSpec spec)
    {
        var scope = Scope.Given(spec.Form);
        return new(
            spec,
            From(spec.From),
            Condition(spec.If, scope),
            [.. spec.Must.Select(must => new CompiledMust(must, Term(must.That, scope, ExpressionType.Flag)))],
            spec.Form.Where(static form => form.Else is not null).ToImmutableSortedDictionary(static form => form.Field, form => Term(form.Else!, Scope.Scope, null), StringComparer.Ordinal),
            [.. spec.Then.Select(effect => Compile(effect, scope))],
            FirstLike(spec, static form => form),
            -1 - FirstLike(spec, static form => form with { Else = null }));
    }

    private int FirstLike(CaseCommandSpec spec, Func<FormSpec, FormSpec> part) => Spec.Commands.Index().First(other => other.Item.Form.Select(part).SequenceEqual(spec.Form.Select(part))).Index;

    private CompiledEvent Compile(CaseEventSpec spec) => new(spec, CaseTrigger.Of(spec.On), From(spec.From), Condition(spec.If, Scope.Scope), [.. spec.Then.Select(effect => Compile(effect, Scope.Scope))]);

    private CompiledEffect Compile(EffectSpec spec, Scope scope) => new(
        spec,
        Condition(spec.If, scope),
        spec.Set is { } field ? Term(spec.To!, scope, Types[field].Type) : spec.Hand is "unit" or "level" || (spec.Hand is not null && !HandedTo.Levels.Contains(spec.To!)) ? Term(spec.To!, scope, null) : null,
        spec.Who is null ? null : Term(spec.Who, scope, null),
        spec.With.ToImmutableSortedDictionary(static pair => pair.Key, pair => Term(pair.Value, scope, null), StringComparer.Ordinal),
        [.. spec.Then.Select(effect => Compile(effect, scope))],
        [.. spec.Else.Select(effect => Compile(effect, scope))]);

    private ImmutableHashSet<string> From(IReadOnlyList<string> states) => states is ["open"]
        ? [.. Spec.States.Where(static state => state.Value.End is null).Select(static state => state.Key)]
        : [.. states];

    private CheckedExpression? Condition(string? text, Scope scope) => text is null ? null : Term(text, scope, ExpressionType.Flag);

    private CheckedExpression Term(string text, Scope scope, ExpressionType? wanted)
    {
        var check = Expression.Check(text, scope, wanted, mayBeMissing: wanted is null);
        return check.Expression ?? throw new ArgumentException($"{Spec.Case}: '{text}': {check.Faults[0].Sentence}");
    }
}

/// <summary>Where a case may be handed to without an expression: up to the next level, or to a named one.</summary>
internal static class HandedTo
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["city", "district", "street", "community", "cell", "parent"];

    /// <summary>The area of a level that an area lies in; itself where it is no smaller.</summary>
    public static string Of(string area, string level)
    {
        int[] digits = [4, 6, 9, 12, 15];
        var index = level == "parent" ? Array.IndexOf(digits, area.Length) - 1 : Levels.IndexOf(level);
        return index >= 0 && area.Length > digits[index] ? area[..digits[index]] : area;
    }

    private static int IndexOf(this IReadOnlyList<string> list, string item) => list.Index().First(entry => entry.Item == item).Index;
}

/// <summary>A command, ready.</summary>
/// <param name="Spec">What the file says.</param>
/// <param name="From">In which states.</param>
/// <param name="If">What must hold, or null.</param>
/// <param name="Must">What must hold besides.</param>
/// <param name="Else">What fields of the form are that are left out.</param>
/// <param name="Then">What follows.</param>
/// <param name="FormLike">The same for commands that have the same form; from 0.</param>
/// <param name="FieldsLike">The same for commands whose forms have the same fields, whatever these are where they are left out; below 0.</param>
internal sealed record CompiledCommand(
    CaseCommandSpec Spec, ImmutableHashSet<string> From, CheckedExpression? If, ImmutableArray<CompiledMust> Must, ImmutableSortedDictionary<string, CheckedExpression> Else, ImmutableArray<CompiledEffect> Then, int FormLike, int FieldsLike)
{
    /// <summary>The word of its line.</summary>
    public string What => Spec.Says ?? Spec.Do;
}

/// <summary>Something that must hold, ready.</summary>
/// <param name="Spec">What the file says.</param>
/// <param name="That">What must hold.</param>
internal sealed record CompiledMust(MustSpec Spec, CheckedExpression That);

/// <summary>An event, ready.</summary>
/// <param name="Spec">What the file says.</param>
/// <param name="Trigger">What brings it.</param>
/// <param name="From">In which states.</param>
/// <param name="If">What must hold, or null.</param>
/// <param name="Then">What follows.</param>
internal sealed record CompiledEvent(CaseEventSpec Spec, CaseTrigger Trigger, ImmutableHashSet<string> From, CheckedExpression? If, ImmutableArray<CompiledEffect> Then);

/// <summary>An effect, ready.</summary>
/// <param name="Spec">What the file says.</param>
/// <param name="If">Of a condition: what must hold.</param>
/// <param name="To">Of a field: its value; of what is handed on by an expression: where to.</param>
/// <param name="Who">Whom it is about, or null: it names nobody.</param>
/// <param name="With">Of a child: its fields and parties.</param>
/// <param name="Then">Of a condition: where it holds.</param>
/// <param name="Else">Of a condition: where it does not.</param>
internal sealed record CompiledEffect(
    EffectSpec Spec, CheckedExpression? If, CheckedExpression? To, CheckedExpression? Who, ImmutableSortedDictionary<string, CheckedExpression> With, ImmutableArray<CompiledEffect> Then, ImmutableArray<CompiledEffect> Else);

/// <summary>What brings an event.</summary>
/// <param name="Kind">A word of the trigger, for example <c>due</c>.</param>
/// <param name="Name">Of what.</param>
/// <param name="Detail">An answer or a child's state, or empty.</param>
[GenerateSerializer, Immutable, Alias("case-trigger")]
internal readonly record struct CaseTrigger([property: Id(0)] string Kind, [property: Id(1)] string Name, [property: Id(2)] string Detail = "")
{
    public static CaseTrigger Begun { get; } = new("begun", "");

    public static CaseTrigger Reported { get; } = new("reported", "");

    public static CaseTrigger AlertEnded { get; } = new("alert-ended", "");

    public static CaseTrigger Due(string clock) => new("due", clock);

    public static CaseTrigger Warn(string clock) => new("warn", clock);

    public static CaseTrigger Assigned(string holder) => new("assigned", holder);

    public static CaseTrigger Nobody(string holder) => new("nobody", holder);

    public static CaseTrigger Offered(string holder) => new("offered", holder);

    public static CaseTrigger Declined(string holder) => new("declined", holder);

    public static CaseTrigger Asked(string ask, AskAnswer answer) => new("asked", ask, WordOf(answer));

    public static CaseTrigger Child(string name, string status) => new("child", name, status);

    public static CaseTrigger Of(TriggerSpec spec) => spec switch
    {
        { Due: { } clock } => Due(clock),
        { Warn: { } clock } => Warn(clock),
        { Assigned: { } holder } => Assigned(holder),
        { Offered: { } holder } => Offered(holder),
        { Nobody: { } holder } => Nobody(holder),
        { Asked: { } ask, Answer: { } answer } => Asked(ask, answer),
        { Child: { } child, Reached: { } status } => Child(child, status),
        { AlertEnded: true } => AlertEnded,
        { Reported: true } => Reported,
        _ => Begun,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Join(':', ((string[])[Kind, Name, Detail]).Where(static part => part.Length > 0));

    private static string WordOf(AskAnswer answer) => answer switch { AskAnswer.Yes => "yes", AskAnswer.No => "no", _ => "late" };
}
