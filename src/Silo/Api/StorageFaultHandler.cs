using CityActors.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Storage;

namespace CityActors.Silo.Api;

/// <summary>Answers 503 when storage is unavailable or a silo is gone; nothing was acknowledged that was not stored.</summary>
internal sealed class StorageFaultHandler : IExceptionHandler
{
    private const string Again = "Send it again with the same command id or Idempotency-Key.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (string Code, string Wrong, int Seconds)? answer = exception switch
        {
            _ when IsStorage(exception) => ("storage-unavailable", "Storage is unavailable", 5),
            OrleansException or TimeoutException => // A silo is gone or overloaded; another takes over its grains within a minute.
                ("silo-unavailable", "The Silo that this concerns does not answer", 10),
            _ => null,
        };
        if (answer is not { } known)
        {
            return false;
        }

        var detail = $"{known.Wrong}: {exception.Message} {Again}";
        await Problems.Later(httpContext, StatusCodes.Status503ServiceUnavailable, known.Code, detail, known.Seconds).ExecuteAsync(httpContext);
        return true;
    }

    private static bool IsStorage(Exception? fault) =>
        fault is StorageUnavailableException or InconsistentStateException || (fault is not null && IsStorage(fault.InnerException));
}
