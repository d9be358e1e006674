using Orleans.Runtime;

namespace CityActors.Engine.Calls;

/// <summary>Turns what went wrong into tasks.</summary>
internal static class Failure
{
    /// <summary>Gives the task that an async method throwing the exception would have given.</summary>
    public static Task ToTask(Exception exception) => ToTask<object?>(exception);

    /// <inheritdoc cref="ToTask(Exception)"/>
    public static Task<T> ToTask<T>(Exception exception) =>
        exception is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token }
            ? Task.FromCanceled<T>(token)
            : Task.FromException<T>(exception);

    public static OrleansException NoTask(Request request) =>
        new($"{request.TargetName}: {request.Method} returned null instead of a task.");
}
