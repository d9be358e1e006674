namespace CityActors.Engine.Scheduling;

/// <summary>Runs a function on a loop, outside any grain, and waits for its task.</summary>
internal static class LoopCall
{
    public static async Task Run(Loop loop, Func<Task> function)
    {
        var begun = new TaskCompletionSource<Task>(loop.Elsewhere);
        loop.Schedule(new Call(begun, function));
        await await begun.Task;
    }

    private sealed class Call(TaskCompletionSource<Task> begun, Func<Task> function) : WorkItem
    {
        internal override void Run(Loop loop)
        {
            loop.Outside.Enter();
            try
            {
                begun.SetResult(function());
            }
            catch (Exception exception)
            {
                begun.SetException(exception);
            }
        }

        internal override void Abandon() => begun.SetException(Calls.EngineReference.Stopped());
    }
}
