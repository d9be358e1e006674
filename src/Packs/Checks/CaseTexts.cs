using System.Text.RegularExpressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>What people read of a type of case, in both languages (X1 to X4), and what they are told: texts that there are (N1), whose holes the case fills (A3) and that tell nobody what is not theirs (P1, P3).</summary>
internal static partial class CaseTexts
{
    private static readonly string[] holes = ["case.id", "case.status", "line.why", "line.until", "field.<field>", "clock.<clock>.due", "holder.<holder>.name", "holder.<holder>.organisation"];

    public static void Run(CheckRun run, CaseUnderCheck type)
    {
        var (file, spec) = (type.File, type.Spec);
        TextChecks.Both(run, file, "$.name", spec.Name, TextChecks.LongestName);
        Each(run, file, "fields", spec.Fields, static field => field.Name);
        Each(run, file, "parties", spec.Parties, static party => party.Name);
        Each(run, file, "holders", spec.Holders, static holder => holder.Name);
        Each(run, file, "clocks", spec.Clocks, static clock => clock.Name);
        Each(run, file, "states", spec.States, static state => state.Name);
        foreach (var (name, state) in spec.States.Where(static state => state.Value.Waits is not null))
        {
            TextChecks.Both(run, file, $"$.states.{name}.waits", state.Waits!, TextChecks.LongestText);
        }

        for (var i = 0; i < spec.Commands.Count; i++)
        {
            TextChecks.Both(run, file, $"$.commands[{i}].name", spec.Commands[i].Name, TextChecks.LongestName);
            for (var j = 0; j < spec.Commands[i].Must.Count; j++)
            {
                if (spec.Commands[i].Must[j].Text is { } text)
                {
                    TextChecks.Both(run, file, $"$.commands[{i}].must[{j}].text", text, TextChecks.LongestText);
                }
            }
        }

        if (spec.With.Reopening?.Name is { } reopen)
        {
            TextChecks.Both(run, file, "$.with.reopening.name", reopen, TextChecks.LongestName);
        }

        var asking = type.Rules.Where(static rule => rule is { IsOfTrait: false, Event.On.Offered: not null }).SelectMany(static rule => rule.Effects.Select(one => (one.Path, rule.Event!.On.Offered))).ToDictionary(StringComparer.Ordinal);
        foreach (var (effect, path, _) in type.Effects.Where(static one => one is { IsOfTrait: false, Effect: { Tell: not null, Text: not null } }))
        {
            Told(run, type, effect, path, asking.GetValueOrDefault(path));
        }
    }

    /// <summary>Whether a hole of a text is one that some case may fill.</summary>
    public static bool IsHole(string hole) => OfCase().IsMatch(hole);

    // Of an offer: to become which holder somebody is asked.
    private static void Told(CheckRun run, CaseUnderCheck type, EffectSpec effect, string path, string? offered)
    {
        if (!run.Texts.TryGetValue(effect.Text!, out var text))
        {
            run.Fault("N1", type.File, $"{path}.text", $"There is no text '{effect.Text}' in channels.json of this pack or those that it needs; there are {CheckRun.Join(run.Texts.Keys)}.");
            return;
        }

        foreach (var hole in TextChecks.HolesOf(text.En).Union(TextChecks.HolesOf(text.Zh)))
        {
            run.Holds(hole == "line.until" ? offered is not null : IsFilled(type, hole), "A3", type.File, $"{path}.text", $"The text '{text.Text}' has the hole {hole}, which this type of case does not fill; it fills {string.Join(", ", holes)} with names of its own.");
            if (hole.Split('.') is ["field", var name] && type.Full.Fields.TryGetValue(name, out var field))
            {
                var top = field.Class ?? type.Spec.Class;
                run.Holds(top <= text.Class, "P1", type.File, $"{path}.text", $"The text '{text.Text}' is {Word(text.Class)} and shows '{name}', which is {Word(top)}: give the text that class, or leave the field out of it.");
            }
        }

        var isRole = effect.Tell![0] != '$' && !run.Receivers.ContainsKey(effect.Tell);
        if (isRole || effect.Tell == $"${offered}")
        {
            var what = isRole ? "is a role" : "is only asked and sees nothing of people before taking the case";
            run.Holds(text.Class < PrivacyClass.Personal, "P3", type.File, $"{path}.tell", $"The text '{text.Text}' is personal, and '{effect.Tell}' {what}: tell it to parties or holders, or to a receiver that may read what is personal.");
            run.Holds(type.Spec.Class < PrivacyClass.Personal || !TextChecks.HolesOf(text.En).Union(TextChecks.HolesOf(text.Zh)).Contains("line.why"), "P3", type.File, $"{path}.tell", $"The text '{text.Text}' shows {{line.why}}, words of people in a case that is personal, and '{effect.Tell}' {what}: leave them out.");
        }

        if (run.Receivers.TryGetValue(effect.Tell!, out var receiver))
        {
            run.Holds(text.Class <= receiver.Class, "P3", type.File, $"{path}.tell", $"The text '{text.Text}' is {Word(text.Class)}, but '{receiver.Receiver}' may read what is {Word(receiver.Class)} at most.");
        }
    }

    private static bool IsFilled(CaseUnderCheck type, string hole) => hole.Split('.') switch
    {
        ["case", "id" or "status"] or ["line", "why"] => true,
        ["field", var field] => type.Full.Fields.ContainsKey(field),
        ["clock", var clock, "due"] => type.Spec.Clocks.ContainsKey(clock),
        ["holder", var holder, "name" or "organisation"] => type.Spec.Holders.ContainsKey(holder),
        _ => false,
    };

    private static string Word(PrivacyClass word) => word switch { PrivacyClass.Public => "public", PrivacyClass.Internal => "internal", _ => "personal" };

    private static void Each<T>(CheckRun run, string file, string list, IEnumerable<KeyValuePair<string, T>> items, Func<T, LocalText> get)
    {
        foreach (var (name, item) in items)
        {
            TextChecks.Both(run, file, $"$.{list}.{name}.name", get(item), TextChecks.LongestName);
        }
    }

    [GeneratedRegex(@"^(case\.(id|status)|line\.(why|until)|field\.[a-z0-9-]+|clock\.[a-z0-9-]+\.due|holder\.[a-z0-9-]+\.(name|organisation))$")]
    private static partial Regex OfCase();
}
