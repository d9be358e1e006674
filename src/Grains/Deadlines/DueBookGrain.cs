using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace CityActors.Deadlines;

/// <summary>Keeps the deadlines of its owners on disk and tells each when one falls due.</summary>
/// <remarks>
/// Reentrant: owners set their deadlines while others, or they themselves, are being told. Memory runs ahead of the
/// disk; whoever needs an acknowledgement waits in <see cref="Save"/> for a write that began after the change. A
/// deadline that was told but whose removal was not yet written is told again after a crash.
/// </remarks>
[GrainType("due-book"), Reentrant, KeepAlive]
public sealed class DueBookGrain(
    [PersistentState("due-book")] IPersistentState<DueBook> store,
    TimeProvider time,
    ILogger<DueBookGrain> logger) : Grain, IDueBookGrain, IRemindable
{
    /// <summary>How many deadlines are told in one go, so that others get their turn after downtime.</summary>
    public const int MostAtOnce = 200;

    /// <summary>How many owners are woken at the same time.</summary>
    public const int MostWaking = 16;

    private const string ReminderName = "tick";

    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, long> settings = new(StringComparer.Ordinal);
    private DueSchedule schedule = new([]);
    private IGrainTimer timer = null!;
    private Task writing = Task.CompletedTask;
    private long changes;
    private long written;
    private long sets;
    private bool isFiring;
    private bool hasReminder;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        schedule = new DueSchedule(store.State.Entries);
        timer = this.RegisterGrainTimer(
            static (self, _) => self.Fire(),
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        Arm();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Set(string owner, IReadOnlyList<DueEntry> entries)
    {
        sets++;
        if (settings.ContainsKey(owner))
        {
            settings[owner] = sets; // Its deadline is being told: what it says now counts, not what it answers.
        }

        if (schedule.Set(owner, entries))
        {
            changes++;
            Arm();
        }

        await EnsureReminder();
        await Save();
    }

    /// <inheritdoc/>
    public async Task WakeAll()
    {
        foreach (var owners in schedule.Owners.ToArray().Chunk(MostWaking))
        {
            await Task.WhenAll(owners.Select(Wake));
        }

        Arm();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueEntry>> Upcoming() =>
        Task.FromResult<IReadOnlyList<DueEntry>>(schedule.Entries.Take(1_000).ToArray());

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Arm();
        return Task.CompletedTask;
    }

    private async Task Fire()
    {
        if (isFiring)
        {
            return; // The one that runs arms the timer when it ends.
        }

        isFiring = true;
        try
        {
            for (var told = 0; told < MostAtOnce && schedule.Due(time.GetUtcNow()) is { } entry; told++)
            {
                await Tell(entry);
            }

            await Save();
        }
        finally
        {
            isFiring = false;
            Arm();
        }
    }

    private async Task Tell(DueEntry entry)
    {
        settings[entry.Owner] = 0;
        try
        {
            var next = await GrainFactory.GetGrain<IDueOwner>(GrainId.Parse(entry.Owner)).Due(entry);
            if (settings[entry.Owner] == 0 && schedule.Set(entry.Owner, next))
            {
                changes++;
            }

            if (schedule.Has(entry))
            {
                schedule.Hold(entry.Owner, time.GetUtcNow() + Hold); // Told, and still waited for: not in a tight circle.
            }
        }
#pragma warning disable CA1031 // Whatever one owner threw, the deadlines of the others are told in time and its own again soon.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "{Owner} did not take its deadline '{Name}' of {At:O}; telling it again in {Hold}.", entry.Owner, entry.Name, entry.At, Hold);
            schedule.Hold(entry.Owner, time.GetUtcNow() + Hold);
        }
        finally
        {
            settings.Remove(entry.Owner);
        }
    }

    private async Task Wake(string owner)
    {
        try
        {
            await GrainFactory.GetGrain<IDueOwner>(GrainId.Parse(owner)).Wake();
        }
#pragma warning disable CA1031 // One owner that cannot be woken must not keep the others asleep; its next deadline wakes it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "{Owner} could not be woken; its next deadline wakes it.", owner);
        }
    }

    // Returns once everything changed so far is on disk; changes made meanwhile go out together in the next write.
    private async Task Save()
    {
        var mine = changes;
        while (written < mine)
        {
            if (writing.IsCompleted)
            {
                writing = Write();
            }

            await writing;
        }
    }

    private async Task Write()
    {
        var upTo = changes;
        store.State = new DueBook { Entries = schedule.Entries.ToArray() };
        await store.WriteStateAsync(); // If this throws, the engine drops the activation and every waiting caller hears of it.
        written = upTo;
    }

    private async Task EnsureReminder()
    {
        if (!hasReminder && !schedule.IsEmpty)
        {
            hasReminder = true;
            await this.RegisterOrUpdateReminder(ReminderName, LongestSleep, LongestSleep);
        }
    }

    private void Arm()
    {
        if (isFiring)
        {
            return;
        }

        if (schedule.Next() is not { } next)
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = next - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait : LongestSleep;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
