using CityActors.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Storage;

namespace CityActors.Silo.Api;

/// <summary>Answers 503 where the disk could not take or give something: nothing was acknowledged that was not stored.</summary>
internal sealed class StorageFaultHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsStorage(exception))
        {
            return false;
        }

        await Problems.Later(
            httpContext,
            StatusCodes.Status503ServiceUnavailable,
            "storage-unavailable",
            $"The storage could not take this now: {exception.Message} Send it again with the same command id or Idempotency-Key.",
            5).ExecuteAsync(httpContext);
        return true;
    }

    private static bool IsStorage(Exception? fault) =>
        fault is StorageUnavailableException or InconsistentStateException || (fault is not null && IsStorage(fault.InnerException));
}
