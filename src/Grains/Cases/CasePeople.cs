using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Cases;

/// <summary>Who has to do with cases, as they are stored. No fact names them all: lists that show people their own cases ask here.</summary>
public sealed class CasePeople
{
    private readonly ICityStorage storage;
    private readonly StateSerializer serializer;

    internal CasePeople(ICityStorage storage, StateSerializer serializer) => (this.storage, this.serializer) = (storage, serializer);

    /// <summary>Whom a case concerns, who has it in hand, who is offered it and who is asked something, each once; nobody where there is no such case.</summary>
    /// <param name="id">The case's id.</param>
    public async Task<IReadOnlyList<string>> Of(string id) =>
        (await storage.Read(Addresses.OfCase(id))).Head is { } head && serializer.Deserialize<CaseState>(head.Span) is { } state ? Of(state) : [];

    /// <summary>The same of a case that has been read.</summary>
    internal static IReadOnlyList<string> Of(CaseState state) =>
    [
        .. state.Parties.Values.SelectMany(static ids => ids)
            .Concat(state.Holders.Select(static holder => holder.Who))
            .Concat(state.Offers.Where(static offer => offer.Until is not null).Select(static offer => offer.Who))
            .Concat(state.Asks.SelectMany(static ask => ask.Of))
            .Distinct(StringComparer.Ordinal),
    ];
}
