using System.Text.Json;
using CityActors.Cases;
using CityActors.Districts;
using CityActors.Facts;
using CityActors.Silo.Ingest;
using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>
/// Follows the fact log with two cursors: on every Silo for what is registered, and into the lists if this Silo has the city's duties.
/// </summary>
public sealed class ListProjector(
    IFactLog facts, Database database, EntityRegistry registry, CellLocator cells, Expansions expansions, CasePeople people, ILogger<ListProjector> logger)
    : BackgroundService
{
    private const int PageSize = 1_000;
    private const int MostConcerns = 10_000;
    private static readonly SqlQuery SelectPosition = new("SELECT sequence FROM list_position WHERE id = 1");

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>The lists take what was committed meanwhile together: a commit of theirs for each of the city's would double the syncs.</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(20);

    private TaskCompletionSource noted = NewSignal();
    private TaskCompletionSource duties = NewSignal();
    private long position;
    private bool isWriting;
    private bool isWritten;
    private readonly Dictionary<string, CaseConcern> concerns = new(StringComparer.Ordinal); // Of the cases read last: while the lists follow the log again, a case is read once and not with each of its facts.

    /// <summary>Whether this Silo writes the lists; the others read what it wrote.</summary>
    public bool IsWriting
    {
        get => Volatile.Read(ref isWriting);
        set
        {
            if (value && !isWriting)
            {
                Volatile.Write(ref isWritten, false); // Another Silo may have written meanwhile, of another version.
            }

            Volatile.Write(ref isWriting, value);
            Interlocked.Exchange(ref duties, NewSignal()).TrySetResult();
        }
    }

    /// <summary>The sequence of the last fact that this Silo's registry knows of.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>The number of the last fact in the lists, whichever Silo writes them.</summary>
    public Task<long> Listed() => database.Read(static session => session.Prepare(SelectPosition).All(static row => row.Int64(0)).FirstOrDefault());

    /// <summary>Completes when the lists hold every fact that is in the log now.</summary>
    public async Task CatchUp(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        while (await Listed() < last)
        {
            await Task.Delay(BetweenLooks, cancellation); // They may be written by another Silo.
        }
    }

    /// <summary>Completes when this Silo knows everything that is registered by now, at any Silo.</summary>
    /// <remarks>Whoever missed something looks for it again then, whether this Silo was behind when it was asked or not: it may have read on in between.</remarks>
    public async Task NoteRegistered(CancellationToken cancellation)
    {
        var last = await facts.LastSequence();
        while (true)
        {
            var next = Volatile.Read(ref noted).Task; // Before the look: it completes with whatever is noted after it.
            if (Position >= last)
            {
                return;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Brings lists and registrations up to date. Called once, before requests are served.</summary>
    public async Task Open()
    {
        var listed = await Listed();
        (await database.Read(ListQueries.ReadEntityCards)).ForEach(entity => registry.Note(entity.Card, entity.IsRetired));
        (await database.Read(ListQueries.ReadCellCards)).ForEach(cells.Add);
        Volatile.Write(ref position, listed);
        await expansions.LookForDrill();
        while (await NotePage() || (IsWriting && await WritePage()))
        {
            // Until all is known that was told before this start.
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Follow(NotePage, () => Task.FromResult(Position), static () => true, TimeSpan.Zero, stoppingToken),
        Follow(WritePage, Listed, () => IsWriting, BetweenWrites, stoppingToken));

    /// <summary>The facts in records. One that cannot be read must not hold back all later ones; it stays in the log.</summary>
    internal static List<CityFact> Readable(IEnumerable<FactRecord> records, ILogger logger, string reader)
    {
        return [.. records.Select(TryRead).OfType<CityFact>()];

        CityFact? TryRead(FactRecord record)
        {
            try
            {
                return FactRecords.Read(record);
            }
            catch (JsonException fault)
            {
                var (id, number) = (record.Id, record.Sequence);
                logger.LogError(fault, "Fact {Id} (number {Sequence}) cannot be read and is missing from {Reader}.", id, number, reader);
                return null;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Follow(Func<Task<bool>> takePage, Func<Task<long>> cursor, Func<bool> isWanted, TimeSpan pause, CancellationToken stop)
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
                    await Task.Delay(pause, stop);
                    await facts.WaitBeyond(await cursor(), stop);
                }
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The lists are waiting for the database.");
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

        var isDrill = false;
        foreach (var fact in Readable(page.Facts.Where(static fact => fact.Type is "entity" or "area"), logger, "the registry"))
        {
            switch (fact)
            {
                case EntityRegistered entity:
                    registry.Note(entity.Entity, entity.RetiredAt is not null);
                    break;
                case AreaRegistered area:
                    cells.Add(area.Place);
                    isDrill |= area.Place.Drill;
                    break;
            }
        }

        if (isDrill)
        {
            await expansions.LookForDrill(); // Another Silo may have generated it.
        }

        Volatile.Write(ref position, page.NextAfter);
        Interlocked.Exchange(ref noted, NewSignal()).TrySetResult();
        return true;
    }

    private async Task<bool> WritePage()
    {
        if (!Volatile.Read(ref isWritten))
        {
            concerns.Clear();
            Volatile.Write(ref isWritten, await database.Write(static session =>
            {
                ListWriter.WriteAnew(session);
                return true;
            }));
        }

        var listed = await Listed();
        var page = await facts.Read(listed, PageSize);
        if (page.NextAfter == listed)
        {
            return false;
        }

        var read = Readable(page.Facts, logger, "the lists");
        try
        {
            await Write(read, page.NextAfter);
        }
        catch (StatementException fault)
        {
            logger.LogError(fault, "The database refuses one of the facts up to number {Next}; they are now written one by one.", page.NextAfter);
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

    private async Task Write(List<CityFact> read, long? next)
    {
        foreach (var item in read.OfType<CaseChanged>().Select(static fact => fact.Case))
        {
            if (!concerns.TryGetValue(item.Id, out var known) || known.Version < item.Version)
            {
                await ReadConcern(item.Id);
            }
        }

        await database.Write(session =>
        {
            read.ForEach(fact => ListWriter.Put(session, fact, fact is CaseChanged ? concerns.GetValueOrDefault(fact.Subject) : null));
            if (next is { } reached)
            {
                ListWriter.Reach(session, reached);
            }

            return true;
        });
        if (concerns.Count > MostConcerns)
        {
            concerns.Clear();
        }
    }

    private async Task ReadConcern(string id)
    {
        concerns.Remove(id);
        try
        {
            if (await people.Of(id) is { } concern)
            {
                concerns[id] = concern;
            }
        }
        catch (JsonException fault)
        {
            logger.LogError(fault, "The state of {Case} cannot be read: whoever has to do with it does not find it among its own.", id);
        }
    }
}
