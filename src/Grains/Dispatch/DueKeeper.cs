using CityActors.Deadlines;

namespace CityActors.Dispatch;

/// <summary>Keeps the one deadline of a reentrant grain in its due-book as the grain wants it.</summary>
/// <param name="grains">Finds the due-book.</param>
/// <param name="owner">The grain's id as text.</param>
/// <param name="wanted">What the grain waits for now, or null: nothing.</param>
/// <remarks>
/// Calls to the book are made one at a time, and none while the book itself waits for the grain's answer to a deadline: that answer
/// replaces what the book holds, and one sent meanwhile would overtake it.
/// </remarks>
internal sealed class DueKeeper(IGrainFactory grains, string owner, Func<DueEntry?> wanted)
{
    private DueEntry? booked;
    private bool isKnown;
    private int answering;
    private Task running = Task.CompletedTask;

    /// <summary>Completes when the book holds what is wanted, or while it waits for an answer: then call again after it.</summary>
    public Task Keep() => running.IsCompleted ? running = Agree() : running;

    /// <summary>Deals with a deadline and answers the book.</summary>
    /// <param name="handle">What the grain does about it.</param>
    public async Task<IReadOnlyList<DueEntry>> Answer(Func<Task> handle)
    {
        answering++;
        try
        {
            await handle();
            (booked, isKnown) = (wanted(), true);
            return booked is null ? [] : [booked];
        }
        finally
        {
            answering--;
        }
    }

    private async Task Agree()
    {
        while (answering == 0 && wanted() is var want && (!isKnown || want != booked))
        {
            await DueBooks.Of(grains, owner).Set(owner, want is null ? [] : [want]);
            (booked, isKnown) = (want, true);
        }
    }
}
