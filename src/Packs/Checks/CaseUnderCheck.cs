using CityActors.Packs.Cases;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>A type of case that is checked: its rules with the place of each in the file, and what they may name.</summary>
internal sealed class CaseUnderCheck
{
    /// <summary>The type of the city's work orders, which code has.</summary>
    public const string Order = "order";

    /// <summary>What stands for all states that are no end.</summary>
    public const string Open = "open";

    private static readonly string[] orderStates =
        ["reported", "checking", "filed", "dispatched", "signed-for", "handling", "submitted", "confirmed", "verifying", "returned", "suspended", "closed", "not-filed", "merged", "cancelled"];

    private static readonly string[] orderEnds = ["closed", "not-filed", "merged", "cancelled"];
    private readonly CheckRun run;

    public CaseUnderCheck(CheckRun run, string file, CaseSpec spec)
    {
        (this.run, File, Spec, Full) = (run, file, spec, CaseTraits.Expand(spec));
        Rules =
        [
            .. Full.Commands.Select((command, i) => i < spec.Commands.Count
                ? new CaseRule($"$.commands[{i}]", IsOfTrait: false, command, null, StatesOf(command.From))
                : new CaseRule($"$.with.{TraitOf(command.Do)}", IsOfTrait: true, command, null, StatesOf(command.From))),
            .. Full.Events.Select((happening, i) => i < spec.Events.Count
                ? new CaseRule($"$.events[{i}]", IsOfTrait: false, null, happening, StatesOf(happening.From))
                : new CaseRule($"$.with.{TraitOf(happening.On.Asked ?? "resume")}", IsOfTrait: true, null, happening, StatesOf(happening.From))),
        ];
        Effects = [.. CaseRule.Flat(spec.Begin, "$.begin", isOfTrait: false), .. Rules.SelectMany(static rule => rule.Effects)];
        Asks = Effects.Where(static one => one.Effect.Ask is not null).ToLookup(static one => one.Effect.Ask!, static one => one, StringComparer.Ordinal);
        Children = Effects.Where(static one => one.Effect is { Open: not null, As: not null }).ToLookup(static one => one.Effect.As!, static one => one, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What it says.</summary>
    public CaseSpec Spec { get; }

    /// <summary>The same with its traits written out.</summary>
    public CaseSpec Full { get; }

    /// <summary>All commands and events, those of traits last.</summary>
    public IReadOnlyList<CaseRule> Rules { get; }

    /// <summary>All effects, those under a condition after it.</summary>
    public IReadOnlyList<PlacedEffect> Effects { get; }

    /// <summary>The effects by which something is asked, by the ask's name.</summary>
    public ILookup<string, PlacedEffect> Asks { get; }

    /// <summary>The effects by which a child begins, by what it is here.</summary>
    public ILookup<string, PlacedEffect> Children { get; }

    /// <summary>Whether a state is an end.</summary>
    public bool IsEnd(string state) => Spec.States.TryGetValue(state, out var known) && known.End is not null;

    /// <summary>The states of a type of case, and which of them are ends; null: there is no such type.</summary>
    public (IReadOnlyCollection<string> States, IReadOnlyCollection<string> Ends)? StatesOfType(string type) =>
        run.Cases.TryGetValue(type, out var known) ? (known.States.Keys, [.. known.States.Where(static state => state.Value.End is not null).Select(static state => state.Key)])
        : type == Order ? (orderStates, orderEnds)
        : null;

    /// <summary>Whether a child is over once it has reached a state.</summary>
    public bool IsChildEnd(string child, string state) => state == CaseSpec.NotBegun || Children[child].Any(one => StatesOfType(one.Effect.Open!)?.Ends.Contains(state) == true);

    /// <summary>Whether somebody is asked first before becoming a holder; of what is not known, yes.</summary>
    public bool Offers(string holder) => !Spec.Holders.TryGetValue(holder, out var known) || run.Pack.Pools.Pools.FirstOrDefault(pool => pool.Pool == known.Pool) is null or { Offer: not null };

    /// <summary>Notes a fault unless something holds.</summary>
    public void Holds(bool holds, string code, string path, string what) => run.Holds(holds, code, File, path, what);

    /// <summary>Notes that a name is not known.</summary>
    public void Knows(bool isKnown, string path, string what, string name, IEnumerable<string> all) =>
        run.Holds(isKnown, "N1", File, path, $"There is no {what} '{name}' in this type of case; there are {CheckRun.Join(all.Distinct(StringComparer.Ordinal))}.");

    /// <summary>Checks who may do something or is concerned: parties and holders with a dollar sign, roles without.</summary>
    public void Who(IReadOnlyList<string> who, string path)
    {
        for (var i = 0; i < who.Count; i++)
        {
            Who(who[i], $"{path}[{i}]");
        }
    }

    /// <summary>Checks one of whom something is said.</summary>
    /// <param name="who">Who.</param>
    /// <param name="path">Where.</param>
    /// <param name="mayBeReceiver">Whether a receiver of texts will do.</param>
    public void Who(string who, string path, bool mayBeReceiver = false)
    {
        if (who is ['$', .. var name])
        {
            Knows(name == "parties" || Spec.Parties.ContainsKey(name) || Spec.Holders.ContainsKey(name), path, "party or holder", name, [.. Spec.Parties.Keys, .. Spec.Holders.Keys, "parties"]);
        }
        else
        {
            Holds(NameChecks.IsName(who), "S1", path, $"'{who}' is nobody: give a role, or a party or holder with a dollar sign such as \"$parties\".");
            Holds(who != "parties" && !Spec.Parties.ContainsKey(who) && !Spec.Holders.ContainsKey(who), "S1", path, $"'{who}' is taken for a role, but the type has a party or holder of that name: write \"${who}\".");
            var isKnown = run.Roles.ContainsKey(who) || (mayBeReceiver && run.Receivers.ContainsKey(who)) || !NameChecks.IsName(who) || who == "parties" || Spec.Parties.ContainsKey(who) || Spec.Holders.ContainsKey(who);
            run.Holds(isKnown, "R1", File, path, $"Nobody has the role '{who}': name it in roles.json with whose accounts hold it; there are {CheckRun.Join(run.Roles.Keys)}.");
        }
    }

    /// <summary>Checks that states are there.</summary>
    public void States(IReadOnlyList<string> states, string path)
    {
        for (var i = 0; i < states.Count; i++)
        {
            State(states[i], states.Count == 1 ? path : $"{path}[{i}]", isOpenRight: states.Count == 1);
        }
    }

    /// <summary>Checks that a state is there.</summary>
    public void State(string state, string path, bool isOpenRight = false) =>
        Knows(Spec.States.ContainsKey(state) || (isOpenRight && state == Open), path, "state", state, Spec.States.Keys);

    private static string TraitOf(string word) => word switch
    {
        "note" => "note",
        "extend" or "extension" => "extension",
        "suspend" or "resume" => "suspension",
        "escalate" => "escalation",
        "transfer" => "transfer",
        "withdraw" => "withdrawal",
        "reopen" => "reopening",
        "revisit" => "revisit",
        "appeal" => "appeal",
        _ => "rating",
    };

    private IReadOnlyList<string> StatesOf(IReadOnlyList<string> from) => from is [Open]
        ? [.. Spec.States.Where(static state => state.Value.End is null).Select(static state => state.Key)]
        : [.. from.Where(Spec.States.ContainsKey).Distinct(StringComparer.Ordinal)];
}

/// <summary>A command or an event.</summary>
/// <param name="Path">Where it stands; of a trait: where the trait does.</param>
/// <param name="IsOfTrait">Whether a trait brought it.</param>
/// <param name="Command">The command, or null.</param>
/// <param name="Event">The event, or null.</param>
/// <param name="From">The states in which it acts, those that there are.</param>
internal sealed record CaseRule(string Path, bool IsOfTrait, CaseCommandSpec? Command, CaseEventSpec? Event, IReadOnlyList<string> From)
{
    /// <summary>Where it leads; null: nowhere.</summary>
    public string? To => Command is { } command ? command.To : Event!.To;

    /// <summary>What must hold.</summary>
    public string? If => Command is { } command ? command.If : Event!.If;

    /// <summary>What follows, as it stands.</summary>
    public IReadOnlyList<EffectSpec> Then => Command?.Then ?? Event!.Then;

    /// <summary>What follows, with what stands under conditions.</summary>
    public IEnumerable<PlacedEffect> Effects => Flat(Then, At(".then"), IsOfTrait);

    /// <summary>A place within it; of what a trait brought, the trait.</summary>
    public string At(string part) => IsOfTrait ? Path : Path + part;

    /// <summary>Effects with what stands under conditions.</summary>
    public static IEnumerable<PlacedEffect> Flat(IReadOnlyList<EffectSpec> effects, string path, bool isOfTrait)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            var at = isOfTrait ? path : $"{path}[{i}]";
            yield return new(effects[i], at, isOfTrait);
            foreach (var under in Flat(effects[i].Then, isOfTrait ? at : $"{at}.then", isOfTrait).Concat(Flat(effects[i].Else, isOfTrait ? at : $"{at}.else", isOfTrait)))
            {
                yield return under;
            }
        }
    }
}

/// <summary>An effect and its place in the file.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Path">Where it stands; of a trait: where the trait does.</param>
/// <param name="IsOfTrait">Whether a trait brought it.</param>
internal sealed record PlacedEffect(EffectSpec Effect, string Path, bool IsOfTrait);
