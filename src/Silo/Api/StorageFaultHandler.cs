using CityActors.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Storage;

namespace CityActors.Silo.Api;

/// <summary>Answers 503 where the disk could not take or give something, or a silo has gone: nothing was acknowledged that was not stored.</summary>
internal sealed class StorageFaultHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsStorage(exception))
        {
            return IsPassing(exception) && await AskAgain(httpContext, exception);
        }

        await Problems.Later(
            httpContext,
            StatusCodes.Status503ServiceUnavailable,
            "storage-unavailable",
            $"The storage could not take this now: {exception.Message} Send it again with the same command id or Idempotency-Key.",
            5).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>A silo has gone or is overloaded; another takes its grains over within the minute.</summary>
    private static async Task<bool> AskAgain(HttpContext context, Exception fault)
    {
        await Problems.Later(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "silo-unavailable",
            $"The part of the city that this concerns does not answer now: {fault.Message} Send it again with the same command id or Idempotency-Key.",
            10).ExecuteAsync(context);
        return true;
    }

    private static bool IsPassing(Exception fault) => fault is OrleansException or TimeoutException;

    private static bool IsStorage(Exception? fault) =>
        fault is StorageUnavailableException or InconsistentStateException || (fault is not null && IsStorage(fault.InnerException));
}
