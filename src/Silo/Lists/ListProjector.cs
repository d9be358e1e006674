using System.Text.Json;
using CityActors.Facts;
using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>Follows the fact log, a page and a commit at a time: into the lists where this Silo has the city's duties, and for what its door must know everywhere.</summary>
public sealed class ListProjector(IFactLog facts, Database database, Registrations registrations, AreaAnnouncer areas, ILogger<ListProjector> logger) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource turn = new();
    private long position;
    private long written = -1;
    private bool isWriting;

    /// <summary>Whether this Silo writes the lists; the others read what it wrote.</summary>
    public bool IsWriting
    {
        get => Volatile.Read(ref isWriting);
        set
        {
            if (value != isWriting)
            {
                Volatile.Write(ref isWriting, value);
                Volatile.Write(ref written, -1); // Another Silo may have written meanwhile: read again where they stand.
                Interlocked.Exchange(ref turn, new CancellationTokenSource()).Cancel();
            }
        }
    }

    /// <summary>The sequence of the last fact that this Silo has followed.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Completes when the lists hold every fact that is in the log now.</summary>
    public async Task CatchUp(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        await Follow(last, cancellation);
        while (await database.Read(ReadPosition) < last)
        {
            await Task.Delay(BetweenLooks, cancellation); // Another Silo writes them.
        }
    }

    /// <summary>Completes when this Silo knows everything that is registered by now, by whichever Silo.</summary>
    /// <returns>False where it knew all of it already.</returns>
    public async Task<bool> NoteRegistered(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        var isNews = Position < last;
        await Follow(last, cancellation);
        return isNews;
    }

    /// <summary>Brings lists and registrations up to date. Called once, before anything is let in.</summary>
    public async Task Open()
    {
        Volatile.Write(ref position, await database.Read(ReadPosition));
        registrations.Note(await database.Read(ListQueries.ReadEntityCards), await database.Read(ListQueries.ReadCellCards));
        while (await FollowPage(isLive: false))
        {
            // Until all is known that was told before this start.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await FollowPage(isLive: true))
                {
                    await WaitForNews(stoppingToken);
                }
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

    private async Task WaitForNews(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, turn.Token);
        try
        {
            await facts.WaitBeyond(Position, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The duties came or went.
        }
    }

    private async Task Follow(long last, CancellationToken cancellation)
    {
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

    private async Task<bool> FollowPage(bool isLive)
    {
        var writes = IsWriting;
        if (writes && written < 0)
        {
            written = await database.Read(ReadPosition);
        }

        var after = writes ? written : Position;
        var page = await facts.Read(after, PageSize);
        if (page.Facts.Count == 0)
        {
            return false;
        }

        List<CityFact> read = [.. page.Facts.Select(TryRead).OfType<CityFact>()];
        if (writes)
        {
            await Write(read, page.NextAfter);
        }

        if (page.NextAfter > Position)
        {
            registrations.Note(read);
            Move(page.NextAfter);
        }

        if (writes && isLive)
        {
            await areas.Announce(read, page.NextAfter);
        }

        return true;
    }

    private async Task Write(List<CityFact> read, long next)
    {
        await database.Write(session =>
        {
            foreach (var fact in read)
            {
                ListWriter.Put(session, fact);
            }

            session.Prepare(ListTables.WritePosition).Bind(1, next).Post();
            return true;
        });
        written = next;
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
