using System.Collections.Immutable;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>What can be going on in a state.</summary>
internal enum Live
{
    /// <summary>A clock runs.</summary>
    Running,

    /// <summary>A clock is paused.</summary>
    Paused,

    /// <summary>An ask is open.</summary>
    Asked,

    /// <summary>A holder is looked for.</summary>
    Wanted,

    /// <summary>A child is under way.</summary>
    Child,
}

/// <summary>The states of a type of case with the ways between them, and what can be going on in each: all that some way there leaves going on. Conditions are taken to hold and not to hold.</summary>
internal sealed class CaseGraph
{
    private readonly CaseUnderCheck type;
    private readonly Dictionary<string, ImmutableHashSet<(Live What, string Name)>> live = new(StringComparer.Ordinal);

    private CaseGraph(CaseUnderCheck type, string start)
    {
        (this.type, Start) = (type, start);
        live[start] = Walk(type.Spec.Begin, "$.begin", isOfTrait: false, []);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var from))
        {
            foreach (var way in WaysFrom(from))
            {
                var after = After(way);
                var known = live.GetValueOrDefault(way.To);
                if (known is null || !after.IsSubsetOf(known))
                {
                    live[way.To] = known?.Union(after) ?? after;
                    open.Enqueue(way.To);
                }
            }
        }

        Ways = [.. live.Keys.SelectMany(WaysFrom)];
    }

    /// <summary>Where it begins.</summary>
    public string Start { get; }

    /// <summary>The states that can be reached.</summary>
    public IReadOnlyCollection<string> Reached => live.Keys;

    /// <summary>All that can happen in states that can be reached.</summary>
    public IReadOnlyList<CaseWay> Ways { get; }

    /// <summary>The graph of a type; null where it does not begin in one state.</summary>
    public static CaseGraph? Of(CaseUnderCheck type) => type.Spec.States.Where(static state => state.Value.Start).Select(static state => state.Key).ToList() is [var start] && !type.IsEnd(start) ? new(type, start) : null;

    /// <summary>What can be going on in a state; nothing where it cannot be reached.</summary>
    public ImmutableHashSet<(Live What, string Name)> In(string state) => live.GetValueOrDefault(state) ?? [];

    /// <summary>What can be going on after a way.</summary>
    /// <param name="way">The way.</param>
    /// <param name="visit">Sees each effect, its place, and what can be going on before it.</param>
    public ImmutableHashSet<(Live What, string Name)> After(CaseWay way, Action<EffectSpec, string, ImmutableHashSet<(Live What, string Name)>>? visit = null)
    {
        var before = In(way.From);
        before = way.Rule.Event?.On switch
        {
            { Due: { } clock } => before.Remove((Live.Running, clock)),
            { Asked: { } ask } => before.Remove((Live.Asked, ask)),
            { Assigned: { } holder } => before.Remove((Live.Wanted, holder)),
            { Nobody: { } holder } => before.Remove((Live.Wanted, holder)),
            { Child: { } child, Reached: { } state } when type.IsChildEnd(child, state) => before.Remove((Live.Child, child)),
            _ => before,
        };
        var after = Walk(way.Rule.Then, way.Rule.At(".then"), way.Rule.IsOfTrait, before, visit);

        // An end stops clocks, withdraws asks, releases holders.
        return type.IsEnd(way.To) && !type.IsEnd(way.From) ? [.. after.Where(static one => one.What == Live.Child)] : after;
    }

    /// <summary>The states that can be reached from one, itself among them, by ways that are followed.</summary>
    public IReadOnlySet<string> From(string state, Func<CaseWay, bool>? isFollowed = null)
    {
        var seen = new HashSet<string>([state], StringComparer.Ordinal);
        var open = new Queue<string>([state]);
        while (open.TryDequeue(out var next))
        {
            foreach (var way in Ways.Where(way => way.From == next && isFollowed?.Invoke(way) != false && seen.Add(way.To)))
            {
                open.Enqueue(way.To);
            }
        }

        return seen;
    }

    private IEnumerable<CaseWay> WaysFrom(string from) => type.Rules.Where(rule => rule.From.Contains(from) && CanHappen(rule, from)).Select(rule => new CaseWay(rule, from, rule.To ?? from)).Where(way => type.Spec.States.ContainsKey(way.To));

    private bool CanHappen(CaseRule rule, string from) => rule.Event?.On switch
    {
        { Due: { } clock } => In(from).Contains((Live.Running, clock)),
        { Warn: { } clock } => In(from).Contains((Live.Running, clock)),
        { Asked: { } ask, Answer: var answer } => In(from).Contains((Live.Asked, ask)) && (answer != AskAnswer.Late || type.Asks[ask].Any(static one => one.Effect.Within is not null)),
        { Assigned: { } holder } => In(from).Contains((Live.Wanted, holder)),
        { Offered: { } holder } => In(from).Contains((Live.Wanted, holder)),
        { Nobody: { } holder } => In(from).Contains((Live.Wanted, holder)),
        { Child: { } child } => In(from).Contains((Live.Child, child)),
        { AlertEnded: true } or { Reported: true } => type.Spec.Grain == CaseGrain.WorkOrder,
        { Begun: true } => from == Start,
        null => true,
        _ => false,
    };

    private static ImmutableHashSet<(Live What, string Name)> Walk(
        IReadOnlyList<EffectSpec> effects, string path, bool isOfTrait, ImmutableHashSet<(Live What, string Name)> before, Action<EffectSpec, string, ImmutableHashSet<(Live What, string Name)>>? visit = null)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            var (effect, at) = (effects[i], isOfTrait ? path : $"{path}[{i}]");
            visit?.Invoke(effect, at, before);
            before = effect.If is null ? After(effect, before)
                : Walk(effect.Then, isOfTrait ? at : $"{at}.then", isOfTrait, before, visit).Union(Walk(effect.Else, isOfTrait ? at : $"{at}.else", isOfTrait, before, visit));
        }

        return before;
    }

    private static ImmutableHashSet<(Live What, string Name)> After(EffectSpec effect, ImmutableHashSet<(Live What, string Name)> before) => effect switch
    {
        { Start: { } clock } => before.Remove((Live.Paused, clock)).Add((Live.Running, clock)),
        { Stop: { } clock } => before.Remove((Live.Paused, clock)).Remove((Live.Running, clock)),
        { Pause: { } clock } when before.Contains((Live.Running, clock)) => before.Remove((Live.Running, clock)).Add((Live.Paused, clock)),
        { Resume: { } clock, Or: "start" } => before.Remove((Live.Paused, clock)).Add((Live.Running, clock)),
        { Resume: { } clock } when before.Contains((Live.Paused, clock)) => before.Remove((Live.Paused, clock)).Add((Live.Running, clock)),
        { Assign: { } holder } => before.Add((Live.Wanted, holder)),
        { Release: { } holder } => before.Remove((Live.Wanted, holder)),
        { Seat: { } holder } => before.Remove((Live.Wanted, holder)),
        { Ask: { } ask } => before.Add((Live.Asked, ask)),
        { Open: not null, As: { } child } => before.Add((Live.Child, child)),
        _ => before,
    };
}

/// <summary>A way between states, or one that stays.</summary>
/// <param name="Rule">By which command or event.</param>
/// <param name="From">From where.</param>
/// <param name="To">Where to.</param>
internal sealed record CaseWay(CaseRule Rule, string From, string To);
