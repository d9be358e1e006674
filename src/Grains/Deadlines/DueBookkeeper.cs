namespace CityActors.Deadlines;

/// <summary>Sets, tells and stores the deadlines of one due-book; its methods may interleave on one thread.</summary>
/// <remarks>
/// Memory runs ahead of the disk; whoever needs an acknowledgement waits for a write that began after the change.
/// A deadline that was told but whose removal was not yet written is told again after a crash.
/// </remarks>
/// <param name="entries">What the disk holds.</param>
/// <param name="tell">Tells an owner a deadline; answers with what it waits for from now on.</param>
/// <param name="write">Writes all deadlines; never called while a write is under way.</param>
/// <param name="failed">Hears of an owner that did not take a deadline.</param>
/// <param name="time">The clock.</param>
internal sealed class DueBookkeeper(
    IEnumerable<DueEntry> entries,
    Func<DueEntry, Task<IReadOnlyList<DueEntry>>> tell,
    Func<IReadOnlyList<DueEntry>, Task> write,
    Action<DueEntry, Exception> failed,
    TimeProvider time)
{
    private readonly DueSchedule schedule = new(entries);
    private string telling = "";
    private bool wasSetMeanwhile;
    private Task writing = Task.CompletedTask;
    private long changes;
    private long written;

    /// <summary>How long an owner that failed, or that still waits for what it was told, is passed over.</summary>
    public static TimeSpan Hold { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether deadlines are being told.</summary>
    public bool IsFiring { get; private set; }

    /// <summary>Every owner, in order.</summary>
    public IReadOnlyList<string> Owners => schedule.Owners.ToArray();

    /// <summary>Every deadline, soonest first.</summary>
    public IEnumerable<DueEntry> Entries => schedule.Entries;

    /// <summary>When there is next something to tell, or null.</summary>
    public DateTimeOffset? Next => schedule.Next();

    /// <summary>Replaces an owner's deadlines in memory. What it says while it is being told one counts, not what it answers.</summary>
    public void Set(string owner, IReadOnlyList<DueEntry> given)
    {
        wasSetMeanwhile |= owner == telling;
        changes += schedule.Set(owner, given) ? 1 : 0;
    }

    /// <summary>Tells what is due, one owner after the other until one does not answer in time, then writes.</summary>
    /// <param name="most">At most so many, so that others get their turn.</param>
    public async Task Fire(int most)
    {
        if (IsFiring)
        {
            return;
        }

        IsFiring = true;
        try
        {
            var isAnswered = true;
            for (var told = 0; told < most && isAnswered && schedule.Due(time.GetUtcNow()) is { } entry; told++)
            {
                isAnswered = await Tell(entry);
            }

            await Save();
        }
        finally
        {
            IsFiring = false;
        }
    }

    /// <summary>Returns once everything changed so far is on disk; changes made meanwhile go out together in the next write.</summary>
    public async Task Save()
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
        await write(schedule.Entries.ToArray());
        written = upTo;
    }

    private async Task<bool> Tell(DueEntry entry)
    {
        telling = entry.Owner;
        wasSetMeanwhile = false;
        try
        {
            var next = await tell(entry);
            if (!wasSetMeanwhile)
            {
                changes += schedule.Set(entry.Owner, next) ? 1 : 0;
            }

            if (schedule.Has(entry))
            {
                schedule.Hold(entry.Owner, time.GetUtcNow() + Hold); // Told, and still waited for: not in a tight circle.
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever one owner threw, the deadlines of the others are told in time and its own again soon.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failed(entry, failure);
            schedule.Hold(entry.Owner, time.GetUtcNow() + Hold);
            return failure is not TimeoutException;
        }
        finally
        {
            telling = "";
        }
    }
}
