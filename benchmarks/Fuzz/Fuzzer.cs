using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>What was found.</summary>
internal sealed class FuzzFindings
{
    private const int MostKept = 200;
    private readonly ConcurrentQueue<string> faults = new();

    /// <summary>Answers by status.</summary>
    public ConcurrentDictionary<int, long> Statuses { get; } = new();

    /// <summary>What must never be, with the request that led to it.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    /// <summary>Requests that took longer than a second.</summary>
    public ConcurrentQueue<string> Slow { get; } = new();

    /// <summary>Adds a fault.</summary>
    public void Add(string fault)
    {
        if (faults.Count < MostKept)
        {
            faults.Enqueue(fault);
        }
    }
}

/// <summary>Sends made requests over some connections and looks at every answer.</summary>
internal sealed class Fuzzer(FuzzCity city, FuzzFindings findings, int connections)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>Sends the requests of a stretch of numbers.</summary>
    public async Task Run(RequestMaker maker, long first, long count)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new RawConnection(city.Port);
            for (var number = Interlocked.Increment(ref next); number < first + count; number = Interlocked.Increment(ref next))
            {
                await Ask(connection, maker.Make(number));
            }
        })));
    }

    /// <summary>Sends one request, and looks at its answer.</summary>
    /// <returns>The answer's status.</returns>
    public async Task<int> Ask(RawConnection connection, RawRequest request)
    {
        var began = Stopwatch.GetTimestamp();
        RawAnswer answer;
        try
        {
            answer = await connection.Ask(request);
        }
        catch (Exception fault) when (fault is TimeoutException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            findings.Add($"no answer that can be read ({fault.Message}): {request}");
            return 0;
        }

        findings.Statuses.AddOrUpdate(answer.Status, 1, static (_, known) => known + 1);
        if (Stopwatch.GetElapsedTime(began) is var took && took > Slow && findings.Slow.Count < 100)
        {
            findings.Slow.Enqueue($"{took.TotalSeconds:0.0} s, {answer.Status}: {request}");
        }

        if (WhyWrong(request, answer) is { } wrong)
        {
            findings.Add($"{wrong}: {request}");
        }

        while (city.Log.TryTake(out var error))
        {
            findings.Add($"an error in the log about now ({error}): {request}");
        }

        return answer.Status;
    }

    private static string? WhyWrong(RawRequest request, RawAnswer answer)
    {
        if (answer.Status >= 500)
        {
            return $"{answer.Status} {answer.Body}";
        }

        // Without a status, or without a word: the server itself refused what is no HTTP.
        var isServers = answer.Status is 0 or 400 or 405 or 411 or 413 or 414 or 431 or 501 && answer.ContentType.Length == 0 && answer.Body.Length == 0;
        if (answer.Status is > 0 and < 400 || request.Method == "HEAD" || (isServers && IsNoHttp(request)))
        {
            return null;
        }

        if (answer.Status == 0)
        {
            return "the connection ended without an answer";
        }

        try
        {
            var body = JsonElement.Parse(answer.Body);
            var isLines = request.Target.StartsWith("/v1/observations", StringComparison.OrdinalIgnoreCase) && body.TryGetProperty("errors", out _);
            var isProblem = answer.ContentType.StartsWith("application/problem+json", StringComparison.Ordinal)
                && body.TryGetProperty("code", out var code) && code.GetString() is { Length: > 0 } && body.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 };
            return isLines || isProblem ? null : $"{answer.Status} without code or detail ({answer.ContentType}: {answer.Body})";
        }
        catch (JsonException)
        {
            return $"{answer.Status} that is no problem ({answer.ContentType}: {(answer.Body.Length < 300 ? answer.Body : answer.Body[..300])})";
        }
    }

    private static bool IsNoHttp(RawRequest request) =>
        request.Method is "get" or "X" or "TRACE" || request.Target.Any(static c => c is > '~' or < '!')
        || request.Target.Contains("%00", StringComparison.Ordinal) || request.Target.Length > 8_000
        || request.Headers.Any(static header => header.Any(static c => c is > '~' or < ' ') || header.Length > 8_000 || header.StartsWith("Host", StringComparison.Ordinal) || header.StartsWith("TE", StringComparison.Ordinal) || header.StartsWith("Expect", StringComparison.Ordinal) || header.StartsWith("Upgrade", StringComparison.Ordinal));
}
