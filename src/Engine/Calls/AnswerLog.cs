using Microsoft.Extensions.Logging;

namespace CityActors.Engine.Calls;

/// <summary>Gives answers to callers, and logs failures nobody will hear of.</summary>
internal static class AnswerLog
{
    public static void TrySet(TaskCompletionSource answer, Task task, Request request)
    {
        Report(answer.TrySetFromTask(task), task, request);
    }

    public static void TrySet<T>(TaskCompletionSource<T> answer, Task task, Request request)
    {
        var set = task is Task<T> typed ? answer.TrySetFromTask(typed) : SetFailure(answer, task);
        Report(set, task, request);
    }

    public static void TrySet(TaskCompletionSource answer, Exception exception, Request request)
    {
        _ = exception is OperationCanceledException cancelled
            ? answer.TrySetCanceled(cancelled.CancellationToken)
            : answer.TrySetException(exception);
        Report(true, null, request);
    }

    public static void TrySet<T>(TaskCompletionSource<T> answer, Exception exception, Request request)
    {
        _ = exception is OperationCanceledException cancelled
            ? answer.TrySetCanceled(cancelled.CancellationToken)
            : answer.TrySetException(exception);
        Report(true, null, request);
    }

    private static bool SetFailure<T>(TaskCompletionSource<T> answer, Task task) => task.IsCanceled
        ? answer.TrySetCanceled(new TaskCanceledException(task).CancellationToken)
        : answer.TrySetException(task.Exception?.InnerException ?? new InvalidOperationException("The call ended without a result."));

    private static void Report(bool answered, Task? task, Request request)
    {
        if (task is { IsFaulted: true } && (!answered || request.Method.IsOneWay))
        {
            request.Home.Engine.Log.LogWarning(
                task.Exception.InnerException, "{Target}.{Method} failed when nobody waited for it any more.", request.TargetName, request.Method.Name);
        }
    }
}
