using CityActors.Facts;
using CityActors.Places;
using Orleans.Streams;

namespace CityActors.Silo.Lists;

/// <summary>Counts areas for their grains and tells them when their figures went stale.</summary>
public sealed class AreaAnnouncer(ListQueries lists, IServiceProvider services, ILogger<AreaAnnouncer> logger) : IAreaFigures
{
    private static readonly int[] CodeLengths = [4, 6, 9, 12];

    /// <inheritdoc/>
    public Task<AreaFigures> Count(string areaCode) => lists.ReadFigures(areaCode);

    /// <summary>Tells every area above the cells in which something changed, each once.</summary>
    public async Task Announce(IEnumerable<CityFact> facts, long sequence)
    {
        var areas = facts.Where(fact => fact is AlertChanged or OrderChanged)
            .SelectMany(fact => CodeLengths.Where(length => length <= fact.Area.Length).Select(length => fact.Area[..length]))
            .Distinct().Order(StringComparer.Ordinal);
        var provider = services.GetRequiredKeyedService<IStreamProvider>(FactStreams.Provider);
        foreach (var area in areas)
        {
            try
            {
                await provider.GetStream<FactNudge>(StreamId.Create(FactStreams.Namespace, AreaKeys.Of(area))).OnNextAsync(new FactNudge(sequence));
            }
#pragma warning disable CA1031 // The figures are recounted at the next fact; a failed announcement must not stop the lists.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                logger.LogWarning(fault, "Area {Area} was not told that its figures changed.", area);
            }
        }
    }
}
