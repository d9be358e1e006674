namespace CityActors.Packs.Format;

/// <summary>What a command or event does besides leading to a state: exactly one of the verbs, with its arguments; or a condition.</summary>
public sealed record EffectSpec
{
    /// <summary>A clock begins anew.</summary>
    public string? Start { get; init; }

    /// <summary>A clock is taken away.</summary>
    public string? Stop { get; init; }

    /// <summary>A clock stops counting.</summary>
    public string? Pause { get; init; }

    /// <summary>A clock goes on with what was left.</summary>
    public string? Resume { get; init; }

    /// <summary>With <c>resume</c>: <c>start</c>, what is done where it does not exist.</summary>
    public string? Or { get; init; }

    /// <summary>A clock gets more time.</summary>
    public string? Extend { get; init; }

    /// <summary>With <c>extend</c>: by how much, a length, or <c>limit</c>.</summary>
    public PackValue? By { get; init; }

    /// <summary>A field takes a value.</summary>
    public string? Set { get; init; }

    /// <summary>With <c>set</c>: the value, an expression; with <c>hand</c>: where to, an expression.</summary>
    public string? To { get; init; }

    /// <summary>A holder is looked for in its pool.</summary>
    public string? Assign { get; init; }

    /// <summary>A holder has it in hand no more.</summary>
    public string? Release { get; init; }

    /// <summary>With <c>release</c> and <c>sign</c>: only this one, an expression; none: all of them.</summary>
    public string? Who { get; init; }

    /// <summary>Those who were chosen have it in hand: each takes the place of whoever has not signed for the same need.</summary>
    public string? Seat { get; init; }

    /// <summary>With <c>seat</c>: the list of who was chosen, rows with <c>need</c> and <c>who</c>; a row without <c>who</c> found nobody.</summary>
    public string? From { get; init; }

    /// <summary>A holder takes it on; one who had lost the place before signing comes back to it, if nobody else has it.</summary>
    public string? Sign { get; init; }

    /// <summary>People are asked for their yes or no.</summary>
    public string? Ask { get; init; }

    /// <summary>With <c>ask</c>: whom, parties as <c>$party</c>, holders as <c>$holder</c>, roles; <c>$parties</c>: all of them.</summary>
    public IReadOnlyList<string> Of { get; init; } = [];

    /// <summary>With <c>ask</c>: how many must say yes: <c>all</c>, <c>any</c>, or a number.</summary>
    public PackValue? Need { get; init; }

    /// <summary>With <c>ask</c>: how soon.</summary>
    public PackValue? Within { get; init; }

    /// <summary>A case of another type begins as a child of this.</summary>
    public string? Open { get; init; }

    /// <summary>With <c>open</c>: what the child is here.</summary>
    public string? As { get; init; }

    /// <summary>With <c>open</c>: the child's fields and <c>$parties</c>, each an expression over this case's.</summary>
    public SortedDictionary<string, string> With { get; init; } = [];

    /// <summary>With <c>open</c>: whether the child may go on after this case has ended.</summary>
    public bool Outlives { get; init; }

    /// <summary>Somebody is told: parties, holders, a role or a receiver.</summary>
    public string? Tell { get; init; }

    /// <summary>With <c>tell</c>: which text.</summary>
    public string? Text { get; init; }

    /// <summary>It goes to another <c>unit</c> or <c>area</c>, or to a <c>level</c> of the area where it began: <c>city</c>, <c>district</c>, <c>street</c>, <c>community</c> or <c>cell</c>.</summary>
    public string? Hand { get; init; }

    /// <summary>It counts no more in the figures: why.</summary>
    public string? Exempt { get; init; }

    /// <summary>What follows only where this holds. It does not stand within another one.</summary>
    public string? If { get; init; }

    /// <summary>With <c>if</c>: where it holds.</summary>
    public IReadOnlyList<EffectSpec> Then { get; init; } = [];

    /// <summary>With <c>if</c>: where it does not.</summary>
    public IReadOnlyList<EffectSpec> Else { get; init; } = [];

    /// <summary>The verbs that it has; one is right.</summary>
    internal IEnumerable<string> Verbs => ((string?, string)[])
    [
        (Start, "start"), (Stop, "stop"), (Pause, "pause"), (Resume, "resume"), (Extend, "extend"), (Set, "set"), (Assign, "assign"), (Release, "release"),
        (Seat, "seat"), (Sign, "sign"), (Ask, "ask"), (Open, "open"), (Tell, "tell"), (Hand, "hand"), (Exempt, "exempt"), (If, "if"),
    ] is var verbs ? verbs.Where(static verb => verb.Item1 is not null).Select(static verb => verb.Item2) : [];
}
