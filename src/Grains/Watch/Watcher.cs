using CityActors.Observations;

namespace CityActors.Watch;

/// <summary>All rules of one thing. Pure: the same readings, one by one or many at once, with or without ticks between, lead to the same turns.</summary>
/// <remarks>
/// Readings come by time and, of one instant, by kind; what is late or repeated is passed over. What falls due before a reading is judged first, each as of its
/// own instant. A kind that is silent or stuck keeps its episodes open and starts none.
/// </remarks>
internal sealed class Watcher
{
    private readonly WatchRule[] rules;
    private readonly WatchMemory unknown;
    private readonly Func<int, PlausibleStep?> stepOf;

    /// <summary>Takes the rules of a thing.</summary>
    /// <param name="rules">The rules; at most one silence for each kind.</param>
    /// <param name="stepOf">By how much a kind can change, or null: by anything.</param>
    /// <exception cref="ArgumentException">A kind has two silences.</exception>
    public Watcher(IReadOnlyList<WatchRule> rules, Func<int, PlausibleStep?>? stepOf = null)
    {
        var heard = rules.OfType<SilenceRule>().Select(static rule => rule.Of).ToList();
        if (heard.GroupBy(static kind => kind).FirstOrDefault(static kind => kind.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"Kind {twice} has two silence rules; give it the shorter one.", nameof(rules));
        }

        var unheard = rules.Select(static rule => rule.Of).Distinct().Except(heard).Select(static kind => new SilenceRule { Of = kind, After = null });
        this.rules = [.. rules, .. unheard];
        this.stepOf = stepOf ?? (static _ => null);
        unknown = new WatchMemory(this.rules.Select(static rule => rule.Begin).ToArray());
    }

    /// <summary>The rules; after the given ones, for each kind without a silence one that never falls due.</summary>
    public IReadOnlyList<WatchRule> Rules => rules;

    /// <summary>Takes a reading.</summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="kind">The number of its kind.</param>
    /// <param name="at">When it was measured, UTC.</param>
    /// <param name="value">The value.</param>
    /// <param name="turns">Takes what follows from it and from the time before.</param>
    /// <param name="key">What it is about, such as a track, or null: it is a measurement.</param>
    public WatchMemory Observe(WatchMemory memory, int kind, DateTimeOffset at, double value, List<Turn> turns, string? key = null)
    {
        var gate = GateOf(kind);
        var slots = SlotsOf(memory);
        if (gate < 0 || ((HeardMemory)slots[gate]).IsKnown(at, key))
        {
            return memory;
        }

        Advance(ref slots, at.AddTicks(-1), null, turns);
        var heard = (HeardMemory)slots[gate];
        var (leap, isTrue) = heard.Follow(stepOf(kind), at, value);
        if (isTrue)
        {
            Hear(ref slots, kind, new Reading(at, value, leap?.Since ?? at, key), turns);
        }
        else
        {
            slots[gate] = heard with { Leap = leap };
        }

        Advance(ref slots, at, kind, turns);
        return slots.Memory;
    }

    /// <summary>Judges what falls due up to and including a time.</summary>
    public WatchMemory Tick(WatchMemory memory, DateTimeOffset upTo, List<Turn> turns)
    {
        var slots = SlotsOf(memory);
        Advance(ref slots, upTo, null, turns);
        return slots.Memory;
    }

    /// <summary>When something follows without a further reading, UTC, or null.</summary>
    public DateTimeOffset? NextDue(WatchMemory memory) => Next(SlotsOf(memory), null).Due;

    /// <summary>Whether what falls due next is a silence, which what is still on its way may end.</summary>
    public bool IsSilenceDue(WatchMemory memory) => Next(SlotsOf(memory), null) is { Due: not null, Rule: var rule } && rules[rule] is SilenceRule;

    // The silence of a kind, which knows what was heard last; -1: no rule is of that kind.
    private int GateOf(int kind)
    {
        var gate = rules.Length - 1;
        while (gate >= 0 && !(rules[gate] is SilenceRule && rules[gate].Of == kind))
        {
            gate--;
        }

        return gate;
    }

    private Slots SlotsOf(WatchMemory memory) => memory.Slots.Count == rules.Length ? new Slots(memory)
        : memory.Slots.Count == 0 ? new Slots(unknown with { From = memory.From })
        : throw new ArgumentException($"The memory is of {memory.Slots.Count} rules, but there are {rules.Length}; begin anew when the rules change.", nameof(memory));

    private void Hear(ref Slots slots, int kind, Reading reading, List<Turn> turns)
    {
        var isSuspended = false;
        for (var rule = 0; rule < rules.Length; rule++)
        {
            if (rules[rule].MaySuspend && rules[rule].Of == kind)
            {
                Change(ref slots, rule, turns.Count, rules[rule].Observe(slots[rule], reading, turns), reading.At, turns);
                isSuspended |= rules[rule].Suspends(slots[rule]);
            }
        }

        for (var rule = 0; rule < rules.Length && !isSuspended; rule++)
        {
            if (!rules[rule].MaySuspend && rules[rule].Of == kind)
            {
                Change(ref slots, rule, turns.Count, rules[rule].Observe(slots[rule], reading, turns), reading.At, turns);
            }
        }
    }

    private void Advance(ref Slots slots, DateTimeOffset upTo, int? kind, List<Turn> turns)
    {
        while (Next(slots, kind) is { Due: { } due, Rule: var rule } && due <= upTo)
        {
            var (before, told) = (slots[rule], turns.Count);
            var after = rules[rule].FallDue(before, due, turns);
            if (ReferenceEquals(before, after))
            {
                throw new InvalidOperationException($"Rule {rule} ({rules[rule].GetType().Name}) was due at {due:O} and changed nothing, so it would be due for ever.");
            }

            Change(ref slots, rule, told, after, due, turns);
        }
    }

    private void Change(ref Slots slots, int rule, int told, SlotMemory after, DateTimeOffset at, List<Turn> turns)
    {
        for (var turn = told; turn < turns.Count; turn++)
        {
            turns[turn] = turns[turn] with { Rule = rule };
        }

        var wasSuspended = rules[rule].Suspends(slots[rule]);
        slots[rule] = after;
        if (wasSuspended || !rules[rule].Suspends(after))
        {
            return;
        }

        for (var other = 0; other < rules.Length; other++)
        {
            if (other != rule && rules[other].Of == rules[rule].Of)
            {
                slots[other] = rules[other].Interrupt(slots[other], at);
            }
        }
    }

    // By time; of one instant silence comes first, so that nothing begins in it, and then what comes first among the rules.
    private (int Rule, DateTimeOffset? Due) Next(Slots slots, int? kind)
    {
        var (next, at) = (-1, default(DateTimeOffset?));
        for (var rule = 0; rule < rules.Length; rule++)
        {
            if ((kind is null || rules[rule].Of == kind) && rules[rule].NextDue(slots[rule]) is { } due
                && (at is null || due < at || (due == at && rules[rule].MaySuspend && !rules[next].MaySuspend)))
            {
                (next, at) = (rule, due);
            }
        }

        return (next, at);
    }

    /// <summary>A memory that is copied once something changes.</summary>
    private struct Slots(WatchMemory memory)
    {
        private SlotMemory[]? changed;

        public readonly WatchMemory Memory => changed is null ? memory : memory with { Slots = changed };

        public SlotMemory this[int rule]
        {
            readonly get => changed is null ? memory.Slots[rule] : changed[rule];
            set
            {
                if (ReferenceEquals(this[rule], value))
                {
                    return;
                }

                if (changed is null)
                {
                    changed = new SlotMemory[memory.Slots.Count];
                    for (var slot = 0; slot < changed.Length; slot++)
                    {
                        changed[slot] = memory.Slots[slot];
                    }
                }

                changed[rule] = value;
            }
        }
    }
}
