using System.Text.Json;
using CityActors.Facts;
using CityActors.Silo.Ingest;
using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>Follows the fact log into the lists, a page and a commit at a time.</summary>
public sealed class ListProjector(IFactLog facts, Database database, EntityRegistry registry, AreaAnnouncer areas, ILogger<ListProjector> logger) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long position;

    /// <summary>The sequence of the last fact in the lists.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Completes when the lists hold every fact that is in the log now.</summary>
    public async Task CatchUp(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        while (Position < last)
        {
            Task next;
            lock (gate)
            {
                next = moved.Task;
            }

            if (Position < last)
            {
                await next.WaitAsync(cancellation);
            }
        }
    }

    /// <summary>Brings the door's registry up to date with the lists. Called once, before anything is let in.</summary>
    public async Task Open()
    {
        Volatile.Write(ref position, await database.Read(ReadPosition));
        foreach (var card in await database.Read(ListQueries.ReadEntityCards))
        {
            registry.Note(card);
        }

        while (await Follow(isLive: false))
        {
            // Until the lists hold all that was told before this start.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await facts.WaitBeyond(Position, stoppingToken);
                await Follow(isLive: true);
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The lists wait for the disk.");
                await Task.Delay(RetryAfter, stoppingToken);
            }
        }
    }

    private static long ReadPosition(DatabaseSession session)
    {
        var row = session.Prepare(ListTables.ReadPosition);
        return row.Step() ? row.Int64(0) : 0;
    }

    private async Task<bool> Follow(bool isLive)
    {
        var page = await facts.Read(Position, PageSize);
        if (page.Facts.Count == 0)
        {
            return false;
        }

        List<CityFact> read = [.. page.Facts.Select(TryRead).OfType<CityFact>()];
        await database.Write(session =>
        {
            foreach (var fact in read)
            {
                ListWriter.Put(session, fact);
            }

            session.Prepare(ListTables.WritePosition).Bind(1, page.NextAfter).Post();
            return true;
        });
        foreach (var registered in read.OfType<EntityRegistered>())
        {
            registry.Note(registered.Entity);
        }

        Move(page.NextAfter);
        if (isLive)
        {
            await areas.Announce(read, page.NextAfter);
        }

        return true;
    }

    /// <summary>A fact that cannot be read must not stop all that follow.</summary>
    private CityFact? TryRead(FactRecord record)
    {
        try
        {
            return FactRecords.Read(record);
        }
        catch (JsonException fault)
        {
            logger.LogError(fault, "Fact {Id} (number {Sequence}) cannot be read and is missing from the lists.", record.Id, record.Sequence);
            return null;
        }
    }

    private void Move(long to)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            Volatile.Write(ref position, to);
            told = moved;
            moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.TrySetResult();
    }
}
