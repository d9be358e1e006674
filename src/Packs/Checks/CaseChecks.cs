using CityActors.Packs.Cases;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Types of case: their shape (S1, S3), and that names are given once (N2, N5) and are those of something (N1).</summary>
internal static class CaseChecks
{
    private const string Responders = "responders";
    private const int MostOfAKind = 64;
    private const int MostConditions = 64; // A line of the history notes which of them held in 64 bits.

    private static readonly string[] levels = ["city", "district", "street", "community", "cell"];

    public static void Run(CheckRun run)
    {
        CaseTerms.Lists(run);
        foreach (var (file, spec) in run.Pack.Cases)
        {
            var type = new CaseUnderCheck(run, file, spec);
            Shape(run, type);
            Names(run, type);
            Parts(run, type);
            CaseTraitChecks.Run(run, type);
            CaseRuleChecks.Run(type);
            CaseEffectChecks.Run(run, type);
            CaseTerms.Run(run, type);
            CaseTexts.Run(run, type);
            if (CaseGraph.Of(type) is { } graph)
            {
                CaseGraphChecks.Run(type, graph);
                CaseClockChecks.Run(type, graph);
            }
        }
    }

    private static void Shape(CheckRun run, CaseUnderCheck type)
    {
        var spec = type.Spec;
        type.Holds(type.File == $"cases/{spec.Case}.json", "S1", "$.case", $"The file is named after the type of case: '{spec.Case}.json'.");
        string[] starts = [.. spec.States.Where(static state => state.Value.Start).Select(static state => state.Key)];
        type.Holds(starts.Length == 1, "S1", "$.states", starts.Length == 0 ? "A case begins in one state: mark it with \"start\": true." : $"A case begins in one state, but {CheckRun.Join(starts)} have \"start\": true: keep one.");
        foreach (var start in starts)
        {
            type.Holds(!type.IsEnd(start), "S1", $"$.states.{start}", $"'{start}' is the start and an end at once: a case that is over as it begins is none.");
        }

        type.Holds(spec.States.Values.Any(static state => state.End is not null), "S1", "$.states", "A case comes to an end: mark at least one state with \"end\" and what has become of it.");
        foreach (var (what, path, count) in ((string, string, int)[])
            [("states", "$.states", spec.States.Count), ("commands", "$.commands", type.Full.Commands.Count), ("fields", "$.fields", type.Full.Fields.Count), ("events", "$.events", type.Full.Events.Count), ("clocks", "$.clocks", spec.Clocks.Count)])
        {
            type.Holds(count <= MostOfAKind, "S3", path, $"It has {count} {what}, those of its traits included; at most {MostOfAKind} can be overlooked. Split it into two types, one the child of the other.");
        }

        foreach (var (effects, path) in type.Rules.Where(static rule => !rule.IsOfTrait).Select(static rule => (rule.Then, rule.Path)).Append((spec.Begin, "$.begin")))
        {
            type.Holds(CaseRule.Flat(effects, path, isOfTrait: false).Count(static one => one.Effect.If is not null) <= MostConditions, "S3", path, $"At most {MostConditions} conditions stand among the effects of one line.");
        }

        var isOrder = spec.Grain == CaseGrain.WorkOrder;
        type.Holds(!isOrder || spec.Fields.GetValueOrDefault("category") is { Is: "ref:category", Need: "begin" }, "S1", "$.fields", "A work order has a category as it begins: give it a field 'category' with \"is\": \"ref:category\".");
        type.Holds(isOrder || spec.Owner.Unit != "category.unit", "S1", "$.owner.unit", "Only a work order has a category: name the kind of unit.");
        var isPlace = spec.Fields.TryGetValue(spec.Owner.Area, out var field) && field.Is == "place";
        type.Holds(levels.Contains(spec.Owner.Area) || isPlace, "N1", "$.owner.area", $"'{spec.Owner.Area}' is no area: give a level ({string.Join(", ", levels)}) or a field that is a place.");
        type.Holds(spec.Owner.Unit.Split('.').All(NameChecks.IsName), "S1", "$.owner.unit", "Give the kind of unit that answers for it, for example \"district.court\".");
    }

    private static void Names(CheckRun run, CaseUnderCheck type)
    {
        var (spec, file) = (type.Spec, type.File);
        NameChecks.Name(run, file, "$.case", spec.Case);
        NameChecks.Name(run, file, "$.id", spec.Id);
        (string Path, string Name)[] given =
        [
            .. spec.Fields.Keys.Select(static name => ($"$.fields.{name}", name)),
            .. spec.Parties.Keys.Select(static name => ($"$.parties.{name}", name)),
            .. spec.Holders.Keys.Select(static name => ($"$.holders.{name}", name)),
        ];
        foreach (var (path, name) in given.Concat(spec.Clocks.Keys.Select(static name => ($"$.clocks.{name}", name))).Concat(spec.States.Keys.Select(static name => ($"$.states.{name}", name))))
        {
            NameChecks.Name(run, file, path, name);
        }

        type.Holds(!spec.States.ContainsKey(CaseSpec.NotBegun), "N5", $"$.states.{CaseSpec.NotBegun}", $"'{CaseSpec.NotBegun}' is where a part stands that could not begin: choose another name.");
        for (var i = 0; i < spec.Commands.Count; i++)
        {
            var name = spec.Commands[i].Do;
            NameChecks.Name(run, file, $"$.commands[{i}].do", name);
            type.Holds(name != "answer", "N5", $"$.commands[{i}].do", "'answer' is how whoever is asked says yes or no: choose another name.");
            type.Holds(name is not ("take" or "decline-offer"), "N5", $"$.commands[{i}].do", $"'{name}' is how whoever was chosen out of a pool answers: choose another name.");
        }

        foreach (var (path, name) in given)
        {
            var first = given.First(other => other.Name == name).Path;
            type.Holds(first == path, "N2", path, $"'{name}' is the name of {first[2..]}, too: expressions could not tell them apart. Give one of them another name.");
        }

        foreach (var name in spec.Parties.Keys.Concat(spec.Holders.Keys))
        {
            var path = spec.Parties.ContainsKey(name) ? $"$.parties.{name}" : $"$.holders.{name}";
            type.Holds(name is not ("me" or "parties"), "N2", path, $"'${name}' means something in every type of case: choose another name.");
            type.Holds(!run.Pack.Manifest.Parameters.ContainsKey(name), "N2", path, $"'${name}' is a parameter of the pack: give one of them another name.");
        }

        foreach (var name in ((string[])["me", "parties"]).Where(run.Pack.Manifest.Parameters.ContainsKey))
        {
            run.Fault("N2", "pack.json", $"$.parameters.{name}", $"'${name}' means something in every type of case: choose another name.");
        }

        foreach (var (trait, field) in ((string, string?)[])
            [("suspension", spec.With.Suspension is null ? null : "until"), ("transfer", spec.With.Transfer is null ? null : "to-unit"), ("revisit", spec.With.Revisit is null ? null : "satisfied"), ("rating", spec.With.Rating is null ? null : "stars")])
        {
            type.Holds(field is null || !given.Any(one => one.Name == field), "N2", $"$.with.{trait}", $"The trait brings a field '{field}', and the type has that name already: give its own another.");
        }

        foreach (var other in run.All.All.Where(other => other.Name != run.Pack.Name))
        {
            type.Holds(!other.Cases.Values.Any(theirs => theirs.Case == spec.Case), "N2", "$.case", $"The type of case '{spec.Case}' is that of the pack '{other.Name}': give it another name.");
            type.Holds(!other.Cases.Values.Any(theirs => theirs.Id == spec.Id), "N2", "$.id", $"Ids of the pack '{other.Name}' begin with '{spec.Id}', too: choose another beginning.");
        }

        type.Holds(!run.Pack.Cases.Any(theirs => theirs.Key != file && (theirs.Value.Case == spec.Case || theirs.Value.Id == spec.Id)), "N2", "$.id", $"Another type of this pack has the name '{spec.Case}' or the id '{spec.Id}', too: choose others.");
        type.Holds(spec is { Case: not CaseUnderCheck.Order, Id: not CaseUnderCheck.Order } || spec.Grain == CaseGrain.WorkOrder, "N2", "$.case", "Work orders have that name: choose another one.");
    }

    private static void Parts(CheckRun run, CaseUnderCheck type)
    {
        var spec = type.Spec;
        foreach (var (name, party) in spec.Parties)
        {
            type.Holds(party.Is.Split('|').All(static kind => kind is "person" or "firm"), "S1", $"$.parties.{name}.is", "A party is a 'person', a 'firm', or \"person|firm\".");
            type.Holds(party.Least >= 0 && party.Most >= 1 && party.Least <= party.Most && party.Most <= CaseScope.MostParties, "S1", $"$.parties.{name}", $"Give 'least' and 'most' so that 0 ≤ least ≤ most, and most is from 1 to {CaseScope.MostParties}.");
        }

        foreach (var (name, field) in spec.Fields.Where(static field => field.Value.For.Count > 0))
        {
            type.Holds((field.Class ?? spec.Class) == PrivacyClass.Personal, "S1", $"$.fields.{name}.for", "Only what is personal is opened to some: whoever is concerned sees the other fields anyway.");
            type.Holds(field.For.All(who => who == "$parties" || (who is ['$', .. var party] && spec.Parties.ContainsKey(party))), "N1", $"$.fields.{name}.for", $"A field is opened to parties, as \"$name\" or \"$parties\"; there are {CheckRun.Join(spec.Parties.Keys)}.");
        }

        foreach (var (name, holder) in spec.Holders)
        {
            type.Holds(NameChecks.IsName(holder.Pool), "S1", $"$.holders.{name}.pool", "Name the pool out of which a holder is found.");
            var isKnown = run.Pack.Pools.Pools.Any(pool => pool.Pool == holder.Pool) || (spec.Grain == CaseGrain.WorkOrder && holder.Pool == Responders) || !NameChecks.IsName(holder.Pool);
            type.Holds(isKnown, "N1", $"$.holders.{name}.pool", $"There is no pool '{holder.Pool}' in pools.json of this pack; there are {CheckRun.Join(run.Pack.Pools.Pools.Select(static pool => pool.Pool))}.");
            type.Holds(holder.Seats is { Number: >= 1 and <= CaseScope.MostParties } or { Text: "category.skills" } && holder.Seats.Number % 1 is null or 0, "S1", $"$.holders.{name}.seats", "Give how many are wanted, a whole number from 1, or \"category.skills\".");
        }

        foreach (var (name, state) in spec.States)
        {
            type.Holds(state.End is null || NameChecks.IsName(state.End), "S1", $"$.states.{name}.end", "Say in one word what has become of the case, for example \"settled\".");
            type.Holds(state.End is null || state.Waits is null, "S1", $"$.states.{name}", "An end waits for nothing: take 'waits' out.");
        }

        foreach (var (name, path) in type.Spec.Never.Select(static (name, i) => (name, $"$.never[{i}]")))
        {
            type.Knows(type.Full.Fields.ContainsKey(name.Split('.')[0]) || name.StartsWith("case.", StringComparison.Ordinal), path, "field", name, type.Full.Fields.Keys);
        }

        SameMeaning(type);
        Drill(type);
    }

    private static void SameMeaning(CaseUnderCheck type)
    {
        var fields = type.Full.Fields.ToList();
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields[i].Value.Name;
            var twin = fields.Take(i).FirstOrDefault(other => (name.En is { Length: > 0 } && other.Value.Name.En == name.En) || (name.Zh is { Length: > 0 } && other.Value.Name.Zh == name.Zh)).Key;
            type.Holds(twin is null, "F3", type.Spec.Fields.ContainsKey(fields[i].Key) ? $"$.fields.{fields[i].Key}" : "$.with", $"'{fields[i].Key}' and '{twin}' are called the same: nobody could tell which to fill in. Keep one, or name them apart.");
        }
    }

    private static void Drill(CaseUnderCheck type)
    {
        foreach (var (state, steps) in type.Spec.Drill)
        {
            type.State(state, $"$.drill.{state}");
            for (var i = 0; i < steps.Count; i++)
            {
                var (step, path) = (steps[i], $"$.drill.{state}[{i}]");
                type.Holds(step.Do is null != step.Answer is null, "S1", path, "A step of a drill is a command ('do') or the answer to an ask ('answer'), one of them.");
                type.Knows(step.Do is null || type.Rules.Any(rule => rule.Command?.Do == step.Do && rule.From.Contains(state)), $"{path}.do", $"command from '{state}'", step.Do ?? "", type.Rules.Where(rule => rule.Command is not null && rule.From.Contains(state)).Select(static rule => rule.Command!.Do));
                type.Knows(step.Answer is null || type.Asks.Contains(step.Answer), $"{path}.answer", "ask", step.Answer ?? "", type.Asks.Select(static ask => ask.Key));
                type.Holds(IsRangeOf(step.After, isTime: true), "T2", $"{path}.after", "Give a length of time such as \"20 minutes\", or two ends of it such as \"5..50 minutes\".");
                type.Holds(IsRangeOf(step.Times, isTime: false), "T2", $"{path}.times", "Give a number such as \"2\", or two ends such as \"1..3\".");
                type.Holds(step.Share is >= 0 and <= 1, "S1", $"{path}.share", "A share is from 0 to 1.");
            }
        }
    }

    private static bool IsRangeOf(string text, bool isTime)
    {
        var unit = isTime ? text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? text[blank..] : "" : " minutes";
        Span?[] ends = [.. (isTime ? text[..^unit.Length] : text).Split("..").Select(end => Span.Parse(end + unit))];
        return ends is [not null] || (ends is [{ } from, { } to] && from.Amount <= to.Amount);
    }
}
