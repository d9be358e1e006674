using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityActors.Client.Silos;

namespace CityActors.Silo.Tests;

/// <summary>A real Silo in a process of its own, on a free port, with a data folder that outlives it.</summary>
internal sealed class CityProcess : IAsyncDisposable
{
    public const string AdminKey = "test-administrator-key-0123456789";

    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private readonly StringBuilder output = new();
    private readonly string[] arguments;
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process process = null!;

    static CityProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => // A test that fails while it sets up is not asked to clean up.
    {
        foreach (var left in Running.Values.Where(static left => !left.HasExited))
        {
            left.Kill(entireProcessTree: true);
        }
    };

    private CityProcess(string data, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        this.environment = environment ?? new Dictionary<string, string>();
        Data = data;
        Port = FreePorts.Next();
        this.arguments = arguments;
        Http = new HttpClient(new OwnWrites()) { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromMinutes(5) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public string Data { get; }

    public int Port { get; }

    public HttpClient Http { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts a Silo and waits until it is ready.</summary>
    public static async Task<CityProcess> Start(string data, params string[] arguments)
    {
        var city = new CityProcess(data, arguments);
        await city.Start();
        return city;
    }

    /// <summary>Starts a Silo with variables in its environment and waits until it is ready.</summary>
    public static async Task<CityProcess> StartWith(IReadOnlyDictionary<string, string> environment, string data, params string[] arguments)
    {
        var city = new CityProcess(data, arguments, environment);
        await city.Start();
        return city;
    }

    /// <summary>Starts a replay Silo whose clock stands at a time.</summary>
    public static Task<CityProcess> StartReplay(string data, DateTimeOffset start, params string[] arguments) =>
        Start(data, ["--Clock:Mode=replay", $"--Clock:Start={start:O}", .. arguments]);

    /// <summary>Runs a Silo that is expected not to start.</summary>
    public static async Task<(int ExitCode, string Output)> StartAndFail(string data, params string[] arguments)
    {
        var city = new CityProcess(data, arguments);
        city.Launch();
        using var limit = new CancellationTokenSource(StartLimit);
        await city.process.WaitForExitAsync(limit.Token);
        return (city.process.ExitCode, city.Output);
    }

    /// <summary>Begins a Silo without waiting until it is ready.</summary>
    public static CityProcess Begin(string data, params string[] arguments)
    {
        var city = new CityProcess(data, arguments);
        city.Launch();
        return city;
    }

    public async Task Start()
    {
        Launch();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await IsReady(limit.Token))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The Silo ended with {process.ExitCode}:\n{Output}");
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Ends the process as a power cut would: no chance to write anything.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true); // SIGKILL
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate()
    {
        using var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(StartLimit);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Reads as the administrator. A list shows what was sent before.</summary>
    public async Task<JsonElement> Get(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await Json(response, HttpStatusCode.OK);
    }

    public async Task<JsonElement> Send(HttpMethod method, string path, object body, HttpStatusCode expected = HttpStatusCode.OK, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await Http.SendAsync(request);
        return await Json(response, expected);
    }

    public async Task<HttpResponseMessage> PostLines(IEnumerable<string> lines, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/observations")
        {
            Content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await Http.SendAsync(request);
    }

    /// <summary>Sends lines of which some must be taken, or all be repeats or impossible.</summary>
    public async Task<JsonElement> Feed(IEnumerable<string> lines, string? idempotencyKey = null)
    {
        using var response = await PostLines(lines, idempotencyKey);
        if (response.StatusCode != HttpStatusCode.BadRequest)
        {
            return await Json(response, HttpStatusCode.Accepted);
        }

        var answer = await Json(response, HttpStatusCode.BadRequest);
        Assert.All(answer.GetProperty("errors").EnumerateArray(), error => Assert.Contains(error.GetProperty("code").GetString(), (string[])["duplicate", "implausible"]));
        return answer;
    }

    public Task Advance(DateTimeOffset to) => Send(HttpMethod.Post, "/v1/clock/advance", new { to });

    public async Task<(string Hash, IReadOnlyList<JsonElement> Lines)> Export()
    {
        using var response = await Http.GetAsync(new Uri("/v1/export", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return (response.Headers.GetValues("X-Export-Hash").Single(),
            [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill();
        }

        if (process is not null)
        {
            Running.TryRemove(process.Id, out _);
            process.Dispose();
        }

        Http.Dispose();
    }

    public static async Task<JsonElement> Json(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable && expected != response.StatusCode)
        {
            throw new HttpRequestException(text); // As if nobody had answered: whoever insists asks again.
        }

        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CityActors.Silo.dll"));
        foreach (var argument in (string[])[$"--Data={Data}", $"--Urls=http://127.0.0.1:{Port}", $"--Keys:Admin={AdminKey}", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_TieredPGO"] = "0"; // It lives too short for code that is measured first.
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        Running[process.Id] = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Note(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    /// <summary>What the readiness probe says.</summary>
    public async Task<HttpStatusCode> Readiness(CancellationToken cancellation = default)
    {
        using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
        return response.StatusCode;
    }

    /// <summary>Waits until the readiness probe says something; it looks once a second at most.</summary>
    public async Task Until(HttpStatusCode readiness)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        while (await Readiness(limit.Token) != readiness)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<bool> IsReady(CancellationToken cancellation)
    {
        try
        {
            return await Readiness(cancellation) == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
