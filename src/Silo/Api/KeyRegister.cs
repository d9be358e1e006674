using System.Security.Cryptography;
using System.Text;
using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

namespace CityActors.Silo.Api;

/// <summary>Marks an endpoint that takes an <c>Idempotency-Key</c> and answers a repeat by what it did the first time.</summary>
public sealed record TakesKey;

/// <summary>One key, one request: binds a caller's <c>Idempotency-Key</c> to a path and a body, in the table that the keys of batches stand in, too.</summary>
/// <remarks>The key is bound before anything is done, and given back if the request is refused: a corrected request may use it again.</remarks>
/// <param name="database">The city's database.</param>
/// <param name="time">For the day that a key is remembered.</param>
public sealed class KeyRegister(Database database, TimeProvider time)
{
    /// <summary>Whose keys those are of who calls without being known: they share them, so a key is to be a random one.</summary>
    public const string Strangers = "(nobody)";

    private const int LargestBody = 128 << 10; // More than any of these endpoints takes: a body never goes to a file.

    /// <summary>Lets a request pass if its key is new, or if it is the same request as before.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesKey>() is null)
        {
            await next(context);
            return;
        }

        if (RequestKey.Read(context.Request, out var key) is { } wrong)
        {
            await wrong.ExecuteAsync(context);
            return;
        }

        if (key.Length == 0)
        {
            await next(context);
            return;
        }

        var record = new IdempotencyRecord(context.Features.Get<Caller>()?.Name ?? Strangers, key, await Hash(context.Request, context.RequestAborted), 0, default);
        var earlier = await database.Write(session => Bind(session, record), isSynced: false); // With what the request leads to.
        if (earlier is not null && earlier.RequestHash != record.RequestHash)
        {
            await Reused(key).ExecuteAsync(context);
            return;
        }

        await Do(context, next, earlier is null ? record : null);
    }

    /// <summary>The answer to a key that was used for something else.</summary>
    public static IResult Reused(string key) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity, "key-reused", $"The {RequestKey.Header} '{key}' was used for another request: give each request its own.");

    private async Task Do(HttpContext context, RequestDelegate next, IdempotencyRecord? bound)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (Problems.StatusOf(fault) < StatusCodes.Status500InternalServerError)
        {
            await GiveBack(bound);
            throw;
        }

        if (context.Response.StatusCode is >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError)
        {
            await GiveBack(bound);
        }
    }

    private IdempotencyRecord? Bind(DatabaseSession session, IdempotencyRecord record)
    {
        session.Serialize();
        var now = time.GetUtcNow();
        if (LogAppend.FindIdempotent(session, record.Caller, record.Key, now - DatabaseObservationLog.IdempotencyLifetime) is { } earlier)
        {
            return earlier;
        }

        LogAppend.Remember(session, record, now);
        return null;
    }

    private Task GiveBack(IdempotencyRecord? bound) => bound is null ? Task.CompletedTask : database.Write(session =>
    {
        session.Prepare(ObservationLogSql.ForgetIdempotent).Bind(1, bound.Caller).Bind(2, bound.Key).Bind(3, bound.RequestHash).Post();
        return true;
    }, isSynced: false);

    // The path is part of it, so that a key of one order's command is no key of another's.
    private static async Task<string> Hash(HttpRequest request, CancellationToken cancellation)
    {
        request.EnableBuffering(bufferThreshold: LargestBody);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
