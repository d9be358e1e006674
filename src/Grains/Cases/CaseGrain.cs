using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Cases;

/// <summary>Something under way, of a type that a pack has.</summary>
[GrainType(Addresses.Case)]
internal sealed class CaseGrain(CaseRules rules, CityServices city) : CityGrain<CaseState>(rules, city), ICaseGrain
{
    public Task<CaseReply> Begin(string type, CaseBeginning beginning) => Decide(state =>
    {
        var (decision, refusal) = rules.Begin(Key, state, type, beginning);
        var next = decision.IsChange || refusal is not null ? decision.Next : rules.AsOf(state, 1);
        return (decision, new CaseReply(SummaryOf(next), refusal));
    });

    public Task<CaseReply> Handle(CaseCommand command) => Decide(state =>
    {
        var (decision, refusal) = rules.Apply(Key, state, command);
        var isRepeat = refusal is null && !decision.IsChange;
        var next = isRepeat && state.History.FindLast(line => line.CommandId == command.CommandId && line.Source == command.Source) is { } known ? rules.AsOf(state, known.Version) : decision.Next;
        return (decision, new CaseReply(SummaryOf(next), refusal));
    });

    public Task<WeighedCase?> Weigh(CaseCommand giver) => Task.FromResult(State.Terms is null ? null : new WeighedCase(State.Version, rules.May(Key, State, giver)));

    public Task<IReadOnlyList<CaseFormFault>?> CheckForm(CaseCommand command) => Task.FromResult(State.Terms is null ? null : rules.CheckForm(State, command));

    public Task<CaseView?> Read() => Task.FromResult(State.Terms is null ? null : CaseViews.Of(rules.ProgramOf(State), State));

    private CaseSummary? SummaryOf(CaseState state) => state.Terms is null ? null : CaseViews.Summary(rules.ProgramOf(state), state);
}
