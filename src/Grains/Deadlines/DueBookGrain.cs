using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace CityActors.Deadlines;

/// <summary>Keeps the deadlines of its owners on disk and tells each when one falls due.</summary>
/// <remarks>
/// Reentrant: owners set their deadlines while others, or they themselves, are being told. A timer leads to the next
/// deadline; after a restart whoever has the city's duties wakes every book.
/// </remarks>
[GrainType("due-book"), Reentrant, KeepAlive]
public sealed class DueBookGrain(
    [PersistentState("due-book")] IPersistentState<DueBook> store,
    TimeProvider time,
    ILogger<DueBookGrain> logger) : Grain, IDueBookGrain
{
    /// <summary>How many deadlines are told in one go, so that others get their turn after downtime.</summary>
    public const int MostAtOnce = 200;

    /// <summary>How many owners are woken at the same time.</summary>
    public const int MostWaking = 16;

    // An owner that just waits for this book, which takes nothing more because its silo ends, would otherwise keep both until the call times out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private DueBookkeeper keeper = null!;
    private IGrainTimer timer = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        keeper = new DueBookkeeper(store.State.Entries, Tell, Write, Failed, time);
        timer = this.RegisterGrainTimer(
            static (self, _) => self.Fire(),
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        Arm();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Set(string owner, IReadOnlyList<DueEntry> entries)
    {
        keeper.Set(owner, entries);
        Arm();
        return keeper.Save();
    }

    /// <inheritdoc/>
    public async Task WakeAll()
    {
        foreach (var owners in keeper.Owners.Chunk(MostWaking))
        {
            await Task.WhenAll(owners.Select(Wake));
        }

        Arm();
    }

    /// <inheritdoc/>
    public Task Wake()
    {
        Arm();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueEntry>> Upcoming() =>
        Task.FromResult<IReadOnlyList<DueEntry>>(keeper.Entries.Take(1_000).ToArray());

    private async Task Fire()
    {
        await keeper.Fire(MostAtOnce);
        Arm();
    }

    private Task<IReadOnlyList<DueEntry>> Tell(DueEntry entry) => OwnerOf(entry.Owner).Due(entry).WaitAsync(Patience, time);

    private Task Write(IReadOnlyList<DueEntry> entries)
    {
        store.State = new DueBook { Entries = entries };
        return store.WriteStateAsync(); // If this throws, the activation ends and every waiting caller hears of it.
    }

    private void Failed(DueEntry entry, Exception failure) => logger.LogWarning(
        failure, "{Owner} did not take its deadline '{Name}' of {At:O}; telling it again in {Hold}.", entry.Owner, entry.Name, entry.At, DueBookkeeper.Hold);

    private async Task Wake(string owner)
    {
        try
        {
            await OwnerOf(owner).Wake();
        }
#pragma warning disable CA1031 // One owner that cannot be woken must not keep the others asleep; its next deadline wakes it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "{Owner} could not be woken; its next deadline wakes it.", owner);
        }
    }

    private IDueOwner OwnerOf(string owner) => GrainFactory.GetGrain<IDueOwner>(GrainId.Parse(owner));

    private void Arm()
    {
        if (keeper.IsFiring)
        {
            return; // It is armed again when that ends.
        }

        // Clamped before it is used: a deadline one millisecond over would read as "never".
        var wait = keeper.Next is { } next
            ? TimeSpan.FromTicks(Math.Clamp((next - time.GetUtcNow()).Ticks, 0, LongestSleep.Ticks))
            : Timeout.InfiniteTimeSpan;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
