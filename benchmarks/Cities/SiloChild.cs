using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CityActors.Client.Silos;

namespace CityActors.Benchmarks.Cities;

/// <summary>A Silo as it is, in a process of its own, and a connection to it.</summary>
internal sealed class SiloChild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> words = new();
    private readonly Process process;

    private SiloChild(DataFolder folder)
    {
        var url = $"http://127.0.0.1:{FreePorts.Next()}";
        var start = new ProcessStartInfo("dotnet", [BuiltPrograms.Silo, .. folder.Arguments(url), $"--Cluster:SiloPort={FreePorts.Next()}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => words.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => words.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Client = new HttpClient { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", folder.Key) } };
    }

    /// <summary>Speaks to it as its administrator.</summary>
    public HttpClient Client { get; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<SiloChild> Start(DataFolder folder)
    {
        var silo = new SiloChild(folder);
        var begin = Stopwatch.GetTimestamp();
        while (!await silo.IsReady())
        {
            if (silo.process.HasExited || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                silo.Dispose();
                throw new InvalidOperationException($"The Silo did not start. Its last words:\n{string.Join('\n', silo.words.TakeLast(20))}");
            }

            await Task.Delay(50);
        }

        return silo;
    }

    /// <summary>One of its counters, all labels together; 0 where it counted nothing yet.</summary>
    public async Task<double> Figure(string name) => (await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
        .Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.AsSpan(name.Length) is [' ' or '{', ..])
        .Sum(static line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    /// <summary>A number of its status.</summary>
    public async Task<long> Status(string name) =>
        (await Client.GetFromJsonAsync<JsonElement>(new Uri("/v1/status", UriKind.Relative))).GetProperty(name).GetInt64();

    /// <summary>Waits until a home has its reading of a time.</summary>
    public async Task Arrived(string home, DateTimeOffset at, TimeSpan patience)
    {
        var path = new Uri($"/v1/households/{home}?reason=benchmark", UriKind.Relative);
        var begin = Stopwatch.GetTimestamp();
        while ((await Client.GetFromJsonAsync<JsonElement>(path)).GetProperty("lastReadingAt").GetDateTimeOffset() != at)
        {
            if (Stopwatch.GetElapsedTime(begin) > patience)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{home} does not get its reading of {at:O}."));
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public Task Kill()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    /// <summary>Ends it in good order: what was delivered is stored.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }
}
