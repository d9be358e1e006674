using CityActors.Cases;
using CityActors.Facts;
using CityActors.Figures;
using CityActors.Places;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Figures;

/// <summary>
/// Follows the fact log: whatever is told of a case, order, alert or device's day, what it adds to the figures is worked out anew and put in the place of what it added before, in one commit with the
/// position. So a fact that comes again, or late, changes nothing. With other indicators it begins anew. One of the city's duties.
/// </summary>
public sealed class FigureProjector(IFactLog facts, Database database, CityIndicators indicators, ILogger<FigureProjector> logger) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>The number of the last fact in the figures, whichever Silo writes them; 0 where they are of other indicators than this Silo has.</summary>
    public async Task<long> Reached()
    {
        var (sequence, digest) = await database.Read(FigureTable.Position);
        return digest == CityIndicators.DigestOf(indicators.All) ? sequence : 0;
    }

    /// <summary>Waits until the figures hold every fact that is in the log now, or for some time.</summary>
    /// <returns>The last fact that they hold, and whether that is all.</returns>
    public async Task<(long Reached, bool IsAll)> CatchUp(TimeSpan patience, CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reached = await Reached();
            if (reached >= last || TimeProvider.System.GetElapsedTime(began) > patience)
            {
                return (reached, reached >= last);
            }

            await Task.Delay(BetweenLooks, cancellation); // They may be written by another Silo.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await TakePage(stoppingToken))
                {
                    await Task.Delay(BetweenWrites, stoppingToken);
                    using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    look.CancelAfter(RetryAfter); // Packs may be switched without a fact for the figures.
                    await facts.WaitBeyond((await database.Read(FigureTable.Position)).Sequence, look.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The figures are waiting for the database.");
                await Task.Delay(RetryAfter, stoppingToken);
            }
        }
    }

    private async Task<bool> TakePage(CancellationToken stop)
    {
        var all = indicators.All;
        var present = CityIndicators.DigestOf(all);
        var (reached, digest) = await database.Read(FigureTable.Position);
        if (digest != present)
        {
            logger.LogInformation("The city has other indicators than its figures are of: they are made anew from the first fact on.");
            return await Change(session => FigureTable.Begin(session, all, present));
        }

        var page = await facts.Read(reached, PageSize, cancellationToken: stop);
        if (page.NextAfter == reached)
        {
            return false;
        }

        var parts = new SortedDictionary<string, IReadOnlyList<FigurePart>>(StringComparer.Ordinal);
        foreach (var fact in ListProjector.Readable(page.Facts.Where(static fact => fact.Type is "case" or "order" or "alert" or "day"), logger, "the figures").GroupBy(static fact => fact.Subject, StringComparer.Ordinal).Select(static same => same.Last()))
        {
            parts[fact.Subject] = await PartsOf(fact);
        }

        return await Change(session => FigureTable.Write(session, parts, page.NextAfter, digest));
    }

    private async Task<IReadOnlyList<FigurePart>> PartsOf(CityFact fact) => fact switch
    {
        CaseChanged { Case: var item } => await indicators.OfCase(item.Id),
        OrderChanged { Order: var order } => ListProjector.Readable(await facts.ReadSubject(order.Id), logger, "the figures").OfType<OrderChanged>().ToList() is { Count: > 0 } told
            ? indicators.OfOrder(told)
            : [],
        AlertChanged { Alert: var alert, Privacy: var privacy } => indicators.OfAlert(alert, privacy != Privacy.Public),
        DayMeasured day => indicators.OfDay(day),
        _ => [],
    };

    private Task<bool> Change(Action<DatabaseSession> write) => database.Write(session =>
    {
        write(session);
        return true;
    });
}
