using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Cases;

/// <summary>Who has to do with cases, as they are stored. No fact names them all: lists that show people their own cases ask here.</summary>
public sealed class CasePeople
{
    private readonly ICityStorage storage;
    private readonly StateSerializer serializer;

    internal CasePeople(ICityStorage storage, StateSerializer serializer) => (this.storage, this.serializer) = (storage, serializer);

    /// <summary>What a case is just now to those who have to do with it; null where there is no such case.</summary>
    /// <param name="id">The case's id.</param>
    public async Task<CaseConcern?> Of(string id) =>
        (await storage.Read(Addresses.OfCase(id))).Head is { } head && serializer.Deserialize<CaseState>(head.Span) is { Terms: not null } state ? Of(state) : null;

    /// <summary>The same of a case that has been read.</summary>
    internal static CaseConcern Of(CaseState state) => new(
        state.Version,
        [
            .. state.Parties.Values.SelectMany(static ids => ids)
                .Concat(state.Holders.Select(static holder => holder.Who))
                .Concat(state.Offers.Where(static offer => offer.Until is not null).Select(static offer => offer.Who))
                .Concat(state.Asks.SelectMany(static ask => ask.Of))
                .Distinct(StringComparer.Ordinal),
        ],
        CaseViews.LateOf(state));
}

/// <summary>What a case is to those who have to do with it.</summary>
/// <param name="Version">The version of the case that says so.</param>
/// <param name="People">Whom it concerns, who has it in hand, who is offered it and who is asked something, each once.</param>
/// <param name="Late">The clocks that ran out and were not stopped since.</param>
public sealed record CaseConcern(long Version, IReadOnlyList<string> People, IReadOnlyList<string> Late);
