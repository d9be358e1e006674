using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Storage;
using CityActors.Watch;
using Microsoft.Extensions.Caching.Memory;

namespace CityActors.Silo.Overviews;

/// <summary>The overviews of areas, each read at most once a second however many screens ask.</summary>
public sealed class OverviewCache(Database database, DeclaredClock clock, ListProjector lists, Redaction redaction, RainWindow rain, CityThings things) : IDisposable
{
    private const int MostAreas = 1_000;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostAreas });

    /// <summary>The overview of an area.</summary>
    /// <param name="area">Its code or the beginning of one; empty: the whole city.</param>
    /// <param name="after">The fact that it must count, if the lists hold it; null: any.</param>
    internal async Task<AreaOverview> Read(string area, long? after)
    {
        if (cache.TryGetValue(area, out Lazy<Task<KnownOverview>>? known) && await known!.Value is var last && last.Fact >= (after ?? 0) && IsOfNow(last))
        {
            return last.Overview;
        }

        var next = new Lazy<Task<KnownOverview>>(() => Count(area));
        cache.Set(area, next, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Age, Size = 1 });
        return (await next.Value).Overview;
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    // A replay's clock leaps.
    private bool IsOfNow(KnownOverview known) => (clock.Now - known.Overview.Now).Duration() < Age + Age;

    private async Task<KnownOverview> Count(string area)
    {
        var fact = await lists.Listed();
        var span = new OverviewSpan(area, clock.Now);
        var overview = await database.Read(session => new OverviewReader(session, span, redaction).Read());
        return new KnownOverview(fact, overview.Rain is not { } counts ? overview : overview with
        {
            Rain = counts with { Limit = (double)(things.Figure("rain", "rain-limit", area, span.Now) ?? 0), Hours = rain.Read(area, span.Now) },
        });
    }

    private sealed record KnownOverview(long Fact, AreaOverview Overview);
}
