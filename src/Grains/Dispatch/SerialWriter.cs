namespace CityActors.Dispatch;

/// <summary>Keeps at most one write of a reentrant grain in flight; calls that come meanwhile share the next one.</summary>
/// <param name="write">Stores what the grain holds at the moment of the call.</param>
/// <remarks>Runs on the grain's turns only. A failed write fails everybody behind it: the activation is being discarded.</remarks>
internal sealed class SerialWriter(Func<Task> write)
{
    private Task current = Task.CompletedTask;
    private Task? next;

    /// <summary>True once a write failed: memory is ahead of the disk and the activation must go.</summary>
    public bool IsBroken => current.IsFaulted || next is { IsFaulted: true };

    /// <summary>Completes when everything held now is stored.</summary>
    public Task Save()
    {
        if (next is not null)
        {
            return next;
        }

        if (current.IsCompletedSuccessfully)
        {
            return current = write();
        }

        return next = After(current);
    }

    /// <summary>Completes when no write is in flight that was asked for before.</summary>
    public Task Settled() => next ?? current;

    private async Task After(Task before)
    {
        await before;
        current = next!;
        next = null;
        await write();
    }
}
