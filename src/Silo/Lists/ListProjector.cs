using System.Text.Json;
using CityActors.Facts;
using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>Follows the fact log with two cursors: on every Silo for what its door must know, and into the lists where this Silo has the city's duties.</summary>
public sealed class ListProjector(IFactLog facts, Database database, Registrations registrations, ILogger<ListProjector> logger) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private readonly Lock gate = new();
    private TaskCompletionSource noted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource duties = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long position;
    private bool isWriting;

    /// <summary>Whether this Silo writes the lists; the others read what it wrote.</summary>
    public bool IsWriting
    {
        get => Volatile.Read(ref isWriting);
        set
        {
            Volatile.Write(ref isWriting, value);
            Interlocked.Exchange(ref duties, NewSignal()).TrySetResult();
        }
    }

    /// <summary>The sequence of the last fact that this Silo's door knows of.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>The number of the last fact in the lists, whichever Silo writes them.</summary>
    public Task<long> Listed() => database.Read(ReadPosition);

    /// <summary>Completes when the lists hold every fact that is in the log now.</summary>
    public async Task CatchUp(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        while (await Listed() < last)
        {
            await Task.Delay(BetweenLooks, cancellation); // They may be written by another Silo.
        }
    }

    /// <summary>Completes when this Silo's door knows everything that is registered by now, at whichever Silo.</summary>
    /// <returns>False where it knew all of it already.</returns>
    public async Task<bool> NoteRegistered(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        var isNews = Position < last;
        while (Position < last)
        {
            Task next;
            lock (gate)
            {
                next = noted.Task;
            }

            if (Position < last)
            {
                await next.WaitAsync(cancellation);
            }
        }

        return isNews;
    }

    /// <summary>Brings lists and registrations up to date. Called once, before anything is let in.</summary>
    public async Task Open()
    {
        var listed = await database.Read(ReadPosition);
        registrations.Note(await database.Read(ListQueries.ReadEntityCards), await database.Read(ListQueries.ReadCellCards));
        Volatile.Write(ref position, listed);
        while (await NotePage() || (IsWriting && await WritePage()))
        {
            // Until all is known that was told before this start.
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Follow(NotePage, () => Task.FromResult(Position), static () => true, stoppingToken),
        Follow(WritePage, () => database.Read(ReadPosition), () => IsWriting, stoppingToken));

    private static long ReadPosition(DatabaseSession session)
    {
        var row = session.Prepare(ListTables.ReadPosition);
        return row.Step() ? row.Int64(0) : 0;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Follow(Func<Task<bool>> takePage, Func<Task<long>> cursor, Func<bool> isWanted, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var changed = Volatile.Read(ref duties).Task;
                if (!isWanted())
                {
                    await changed.WaitAsync(stop);
                }
                else if (!await takePage())
                {
                    await facts.WaitBeyond(await cursor(), stop);
                }
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The lists wait for the database.");
                await Task.Delay(RetryAfter, stop);
            }
        }
    }

    private async Task<bool> NotePage()
    {
        var page = await facts.Read(Position, PageSize);
        if (page.NextAfter == Position)
        {
            return false;
        }

        registrations.Note(Readable(page.Facts.Where(static fact => fact.Type is "entity" or "area")));
        TaskCompletionSource told;
        lock (gate)
        {
            Volatile.Write(ref position, page.NextAfter);
            told = noted;
            noted = NewSignal();
        }

        told.TrySetResult();
        return true;
    }

    private async Task<bool> WritePage()
    {
        var listed = await Listed();
        var page = await facts.Read(listed, PageSize);
        if (page.NextAfter == listed)
        {
            return false;
        }

        var read = Readable(page.Facts);
        try
        {
            await Write(read, page.NextAfter);
        }
        catch (StatementException fault)
        {
            logger.LogError(fault, "The database refuses a fact of numbers up to {Next}; they are written one by one.", page.NextAfter);
            await WriteOneByOne(read, page.NextAfter);
        }

        return true;
    }

    /// <summary>A fact that the database refuses must not stop all that follow.</summary>
    private async Task WriteOneByOne(List<CityFact> read, long next)
    {
        foreach (var fact in read)
        {
            try
            {
                await Write([fact], null);
            }
            catch (StatementException fault)
            {
                logger.LogError(fault, "Fact {Id} cannot be written and is missing from the lists.", fact.Id);
            }
        }

        await Write([], next);
    }

    private Task Write(List<CityFact> read, long? next) => database.Write(session =>
    {
        foreach (var fact in read)
        {
            ListWriter.Put(session, fact);
        }

        if (next is { } reached)
        {
            session.Prepare(ListTables.WritePosition).Bind(1, reached).Post();
        }

        return true;
    });

    private List<CityFact> Readable(IEnumerable<FactRecord> records) => [.. records.Select(TryRead).OfType<CityFact>()];

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
}
