using System.Diagnostics;
using System.Text.Json;
using CityActors.Benchmarks.Cities;

namespace CityActors.Benchmarks.Alarms;

/// <summary>Reads a Silo's feed and notes when each terminal's alarm had its responders asked.</summary>
internal sealed class DispatchWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource ending = new();
    private readonly long[] askedAt;
    private readonly Task reading;
    private int asked;

    /// <summary>Begins to read.</summary>
    /// <param name="silo">Whose feed.</param>
    /// <param name="terminals">How many terminals there are.</param>
    public DispatchWatch(SiloChild silo, int terminals)
    {
        askedAt = new long[terminals];
        reading = Task.Run(() => Read(silo.Client, ending.Token));
    }

    /// <summary>Alarms that were dispatched twice, to nobody, or together with another.</summary>
    public int Strays { get; private set; }

    /// <summary>Waits until so many alarms have their responders.</summary>
    public async Task Dispatched(int count)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref asked) < count)
        {
            if (reading.IsFaulted)
            {
                await reading;
            }

            if (Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw new InvalidOperationException($"Of {count} alarms only {asked} were dispatched.");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>When a terminal's alarm was seen to be dispatched, by <see cref="Stopwatch"/>.</summary>
    public long At(int terminal) => Volatile.Read(ref askedAt[terminal]);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task Read(HttpClient client, CancellationToken end)
    {
        using var answer = await client.GetAsync(new Uri("/v1/feed?after=0", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end);
        using var lines = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(end));
        while (await lines.ReadLineAsync(end) is { } line)
        {
            if (line.Contains("\"what\":\"dispatched\"", StringComparison.Ordinal))
            {
                Note(line["data: ".Length..]);
            }
            else if (line.Contains("\"what\":\"nobody-free\"", StringComparison.Ordinal))
            {
                Strays++;
            }
        }
    }

    private void Note(string json)
    {
        using var fact = JsonDocument.Parse(json);
        var choices = fact.RootElement.GetProperty("entry").GetProperty("choices").EnumerateArray();
        var reports = fact.RootElement.GetProperty("order").GetProperty("reports");
        var terminal = AlarmDistrict.NumberOf(reports[0].GetString()!);
        var isWhole = reports.GetArrayLength() == 1 && choices.Count(static choice => choice.GetProperty("responder").GetString() is { Length: > 0 }) == AlarmDistrict.AskedEach;
        if (!isWhole || askedAt[terminal] != 0)
        {
            Strays++;
            return;
        }

        Volatile.Write(ref askedAt[terminal], Stopwatch.GetTimestamp());
        _ = Interlocked.Increment(ref asked);
    }
}
