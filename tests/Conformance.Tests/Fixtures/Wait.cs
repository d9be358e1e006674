using System.Runtime.CompilerServices;

namespace CityActors.Conformance.Fixtures;

/// <summary>Waits for what must happen; the limit is for tests that fail.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"Waited {Limit} for: {what}");
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Waits for a task that must end.</summary>
    public static Task End(Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <inheritdoc cref="End(Task)"/>
    public static Task<T> End<T>(Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
