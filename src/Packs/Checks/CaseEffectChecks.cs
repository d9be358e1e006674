using CityActors.Packs.Cases;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Effects of a type of case: one verb each, with the arguments that it takes (S1), lengths of time that can be counted (T2), names of the type (N1), and children that get what they need (F2).</summary>
internal static class CaseEffectChecks
{
    private const int MostYears = 10;

    /// <summary>Which arguments a verb takes; those with an exclamation mark it needs.</summary>
    private static readonly Dictionary<string, string[]> arguments = new(StringComparer.Ordinal)
    {
        ["start"] = [],
        ["stop"] = [],
        ["pause"] = [],
        ["resume"] = ["or"],
        ["extend"] = ["by!"],
        ["set"] = ["to!"],
        ["assign"] = [],
        ["release"] = ["who"],
        ["seat"] = ["from!"],
        ["sign"] = ["who"],
        ["ask"] = ["of!", "need", "within"],
        ["open"] = ["as!", "with", "outlives"],
        ["tell"] = ["text!"],
        ["hand"] = ["to!"],
        ["exempt"] = [],
        ["if"] = ["then", "else"],
    };

    public static void Run(CheckRun run, CaseUnderCheck type)
    {
        foreach (var (effect, path, isOfTrait) in type.Effects.Where(static one => !one.IsOfTrait))
        {
            Verb(type, effect, path);
            Clock(run, type, effect, path);
            Holder(type, effect, path);
            Ask(type, effect, path);
            Open(run, type, effect, path);
            if (effect.Set is { } field)
            {
                type.Knows(type.Full.Fields.ContainsKey(field), $"{path}.set", "field", field, type.Full.Fields.Keys);
                type.Holds(!type.Full.Fields.TryGetValue(field, out var known) || known.Is != "file", "T2", $"{path}.set", $"'{field}' is a file, which no expression gives: let a form ask for it.");
            }

            if (effect.Tell is { } whom)
            {
                type.Who(whom, $"{path}.tell", mayBeReceiver: true);
            }

            type.Holds(effect.Hand is null or "unit" or "area" or "level", "S1", $"{path}.hand", "A case is handed to a 'unit', to an 'area', or to a 'level' of the area where it began.");
            type.Holds(effect.Exempt is null or { Length: > 0 }, "S1", $"{path}.exempt", "Say why it does not count.");
        }

        foreach (var (name, clock) in type.Spec.Clocks)
        {
            var path = $"$.clocks.{name}";
            type.Holds(clock.Limit is null != clock.Until is null, "S1", path, "A clock runs for a 'limit' or 'until' a time, one of them.");
            Limit(run, type, clock.Limit, $"{path}.limit");
            Warn(run, type, clock, $"{path}.warn");
        }
    }

    private static void Verb(CaseUnderCheck type, EffectSpec effect, string path)
    {
        string[] verbs = [.. effect.Verbs];
        if (verbs.Length != 1)
        {
            type.Holds(holds: false, "S1", path, verbs.Length == 0 ? $"Nothing is done: give one of {CheckRun.Join(arguments.Keys)}." : $"It has {string.Join(" and ", verbs)}; an effect does one thing. Write two effects.");
            return;
        }

        var verb = verbs[0];
        var takes = arguments[verb];
        var given = Given(effect).ToList();
        foreach (var other in given.Where(other => !takes.Contains(other) && !takes.Contains(other + "!")))
        {
            type.Holds(holds: false, "S1", path, $"'{verb}' does not take '{other}': take it out.");
        }

        foreach (var needed in takes.Where(static argument => argument[^1] == '!').Select(static argument => argument[..^1]).Except(given))
        {
            type.Holds(holds: false, "S1", path, $"'{verb}' needs '{needed}': add it.");
        }

        type.Holds(verb != "if" || effect.Then.Count + effect.Else.Count > 0, "S1", path, "Nothing follows from the condition: give 'then' or 'else'.");
        type.Holds(!effect.Then.Concat(effect.Else).Any(static under => under.If is not null), "S1", path, "An 'if' does not stand within another one: join the conditions with 'and', or write two.");
    }

    private static IEnumerable<string> Given(EffectSpec effect) => ((string, bool)[])
    [
        ("or", effect.Or is not null), ("by", effect.By is not null), ("to", effect.To is not null), ("who", effect.Who is not null), ("from", effect.From is not null), ("of", effect.Of.Count > 0), ("need", effect.Need is not null), ("within", effect.Within is not null),
        ("as", effect.As is not null), ("with", effect.With.Count > 0), ("outlives", effect.Outlives), ("text", effect.Text is not null), ("then", effect.Then.Count > 0), ("else", effect.Else.Count > 0),
    ] is var all ? all.Where(static one => one.Item2).Select(static one => one.Item1) : [];

    private static void Clock(CheckRun run, CaseUnderCheck type, EffectSpec effect, string path)
    {
        foreach (var (verb, clock) in ((string, string?)[])[("start", effect.Start), ("stop", effect.Stop), ("pause", effect.Pause), ("resume", effect.Resume), ("extend", effect.Extend)])
        {
            type.Knows(clock is null || type.Spec.Clocks.ContainsKey(clock), $"{path}.{verb}", "clock", clock ?? "", type.Spec.Clocks.Keys);
        }

        type.Holds(effect.Or is null or "start", "S1", $"{path}.or", "What 'resume' can do where the clock does not exist is 'start'.");
        if (effect.Extend is { } longer)
        {
            More(run, type, longer, effect.By, $"{path}.by");
        }
    }

    /// <summary>Checks by how much a clock gets longer.</summary>
    public static void More(CheckRun run, CaseUnderCheck type, string clock, PackValue? by, string path)
    {
        var limit = type.Spec.Clocks.GetValueOrDefault(clock)?.Limit;
        limit = limit?.Text is ['$', .. var name] ? run.Pack.Manifest.Parameters.GetValueOrDefault(name)?.Default : limit;
        var isOfItsHours = Span.Parse(by?.Text) is not { } more || Span.Parse(limit?.Text) is not { } had || more.Hours is SpanHours.Working == had.Hours is SpanHours.Working;
        type.Holds(isOfItsHours, "T2", path, $"'{clock}' counts {limit}, so {by} would be counted by those hours, too: give working time for a clock of working time, and other time for any other.");
        type.Holds(by is null or { Text: "limit" } || IsLength(by.Value), "T2", path, $"'{by}' is no length of time: give one such as \"30 natural-days\", or \"limit\" for as much as the clock had at first.");
        type.Holds(by is not { Text: "limit" } || !type.Spec.Clocks.TryGetValue(clock, out var known) || known.Limit is not null, "T2", path, $"'{clock}' runs until a time and has no limit: give a length of time.");
    }

    private static void Holder(CaseUnderCheck type, EffectSpec effect, string path)
    {
        foreach (var (verb, holder) in ((string, string?)[])[("assign", effect.Assign), ("release", effect.Release), ("seat", effect.Seat), ("sign", effect.Sign)])
        {
            type.Knows(holder is null || type.Spec.Holders.ContainsKey(holder), $"{path}.{verb}", "holder", holder ?? "", type.Spec.Holders.Keys);
        }

        if (effect.From is { } list)
        {
            type.Knows(type.Full.Fields.ContainsKey(list), $"{path}.from", "field", list, type.Full.Fields.Keys);
            var isOfChosen = !type.Full.Fields.TryGetValue(list, out var field) || (field.Is == "list" && field.Of.GetValueOrDefault("need", "").StartsWith("text:", StringComparison.Ordinal) && field.Of.GetValueOrDefault("who") == "ref:party");
            type.Holds(isOfChosen, "T2", $"{path}.from", $"'{list}' does not say who was chosen for what: give a list of rows with \"need\", a text, and \"who\", which is \"ref:party\".");
        }
    }

    private static void Ask(CaseUnderCheck type, EffectSpec effect, string path)
    {
        if (effect.Ask is not { } ask)
        {
            return;
        }

        type.Holds(NameChecks.IsName(ask), "S1", $"{path}.ask", $"'{ask}' is no name: use lower-case letters, digits and hyphens, a letter first.");
        type.Who(effect.Of, $"{path}.of");
        type.Holds(effect.Need is null or { Text: "all" or "any" } or { Number: >= 1 and <= CaseScope.MostParties } && effect.Need?.Number % 1 is null or 0, "S1", $"{path}.need", "Say how many must agree: \"all\", \"any\", or a whole number from 1.");
        type.Holds(effect.Within is null || IsLength(effect.Within.Value), "T2", $"{path}.within", $"'{effect.Within}' is no length of time for an answer: give one such as \"7 natural-days\".");
        type.Holds(!type.With().Contains(ask), "N2", $"{path}.ask", $"A trait of this type asks '{ask}', too: choose another name.");
    }

    private static void Open(CheckRun run, CaseUnderCheck type, EffectSpec effect, string path)
    {
        if (effect.Open is not { } child)
        {
            return;
        }

        type.Holds(effect.As is null || NameChecks.IsName(effect.As), "S1", $"{path}.as", $"'{effect.As}' is no name: use lower-case letters, digits and hyphens, a letter first.");
        if (!run.Cases.TryGetValue(child, out var spec))
        {
            run.Holds(child == CaseUnderCheck.Order, "N1", type.File, $"{path}.open", $"There is no type of case '{child}' in this pack or those that it needs; there are {CheckRun.Join(run.Cases.Keys.Append(CaseUnderCheck.Order))}.");
            return;
        }

        var needed = spec.Fields.Where(static field => field.Value is { Need: "begin", Default: null }).Select(static field => field.Key)
            .Concat(spec.Parties.Where(static party => party.Value.Least > 0).Select(static party => $"${party.Key}"));
        var missing = needed.Except(effect.With.Keys).ToList();
        type.Holds(missing.Count == 0, "F2", path, $"A case of type '{child}' cannot begin without {CheckRun.Join(missing)}: give each in 'with'.");
    }

    /// <summary>Checks the limit of a clock, or another length that it counts.</summary>
    private static void Limit(CheckRun run, CaseUnderCheck type, PackValue? limit, string path)
    {
        switch (limit)
        {
            case null:
                return;
            case { Text: ['$', .. var name] }:
                var isThere = run.Pack.Manifest.Parameters.TryGetValue(name, out var parameter);
                type.Holds(isThere, "T4", path, $"There is no parameter '${name}' in pack.json; there are {CheckRun.Join(run.Pack.Manifest.Parameters.Keys)}.");
                type.Holds(!isThere || parameter!.Is == ParameterType.Span, "T2", path, $"'${name}' is a number, but here stands a length of time: give a parameter with \"is\": \"span\".");
                var isCounted = parameter is not { Is: ParameterType.Span } || ((PackValue?[])[parameter.Default, parameter.Least, parameter.Most]).All(static value => value is null || IsLength(value.Value));
                type.Holds(isCounted, "T2", path, $"'${name}' is, or may be set to, what a clock cannot count: give its 'default', 'least' and 'most' as whole minutes or more.");
                return;
            case { Text: "category.accept" or "category.check" or "category.dispatch" or "category.handling" or "category.verify" or "category.close" }:
                type.Holds(type.Spec.Grain == CaseGrain.WorkOrder, "T4", path, "Only a work order has a category: give a length of time.");
                return;
            default:
                type.Holds(IsLength(limit.Value), "T2", path, $"'{limit}' is no length of time that a clock can count: give whole minutes or more, such as \"8 working-hours\", or a parameter that is one such as \"$term\". Units are {CheckRun.Join(Span.AllUnits)}.");
                return;
        }
    }

    /// <summary>Checks how long before its end a clock warns: a share of its limit, or as any length.</summary>
    private static void Warn(CheckRun run, CaseUnderCheck type, ClockSpec clock, string path)
    {
        type.Holds(clock.Warn is null || clock.Limit is not null, "S1", path, "A clock that runs until a time has no limit of which it could warn: take 'warn' out.");
        var parameter = clock.Warn?.Text is ['$', .. var name] ? run.Pack.Manifest.Parameters.GetValueOrDefault(name) : null;
        if (parameter is { Is: ParameterType.Number })
        {
            type.Holds(((PackValue?[])[parameter.Default, parameter.Least, parameter.Most]).All(static value => value is { Number: >= 0 and < 1 }), "T2", path, $"'{clock.Warn}' is a share of the limit: give its 'default', 'least' and 'most' from 0 to less than 1.");
        }
        else if (clock.Warn?.Number is { } share)
        {
            type.Holds(share is > 0 and < 1, "T2", path, $"{share} is no share of the limit: give more than 0 and less than 1, such as 0.2, or a length of time.");
        }
        else
        {
            Limit(run, type, clock.Warn, path);
        }
    }

    private static bool IsLength(PackValue value) => Span.Parse(value.Text) is { Amount: > 0 } span && span.Length.Ticks % TimeSpan.TicksPerMinute == 0 && span.Length <= TimeSpan.FromDays(366 * MostYears);

    private static IEnumerable<string> With(this CaseUnderCheck type) => type.Asks.Where(static ask => ask.Any(static one => one.IsOfTrait)).Select(static ask => ask.Key);
}
