using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using CityActors.Client.Api;

namespace CityActors.Client.Silos;

/// <summary>A Silo of our own: a child process that is started again when it dies, and stopped in the end.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int MostRestarts = 100;
    private static readonly TimeSpan readyWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan stopWithin = TimeSpan.FromSeconds(20);

    private readonly string assembly;
    private readonly Action<string> say;
    private readonly bool keepsData;
    private readonly SiloLog log;
    private readonly CancellationTokenSource ending = new();
    private Process process;
    private Task watching = Task.CompletedTask;

    private SiloProcess(string assembly, SiloSettings settings, bool keepsData, Action<string> say)
    {
        this.assembly = assembly;
        this.keepsData = keepsData;
        this.say = say;
        Settings = settings;
        log = new SiloLog(Path.Combine(settings.Data, "silo.log"));
        process = Launch();
    }

    /// <summary>What it was told.</summary>
    public SiloSettings Settings { get; }

    /// <summary>The process as it runs now.</summary>
    public int ProcessId => process.Id;

    /// <summary>How often it died and was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts a Silo on a free port and waits until it is ready.</summary>
    /// <param name="folder">Its data folder, kept; null: a temporary one, deleted afterwards.</param>
    /// <param name="start">Where its replay clock begins in a new folder; null: its clock is the wall's.</param>
    /// <param name="say">Takes what is told on the way.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <param name="addresses">At how many ports it listens.</param>
    /// <param name="seeds">Its folder of seeds; null: the repository's.</param>
    /// <exception cref="SiloStartException">It did not become ready.</exception>
    public static async Task<SiloProcess> Start(string? folder, DateTimeOffset? start, Action<string> say, CancellationToken cancellation, int addresses = 1, string? seeds = null)
    {
        var assembly = await SiloLocator.Find(say, cancellation);
        var data = folder is null ? Directory.CreateTempSubdirectory("city-").FullName : Directory.CreateDirectory(folder).FullName;
        var key = $"drill-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var silo = new SiloProcess(assembly, new SiloSettings(data, FreePorts.Addresses(addresses), key, start, seeds), folder is not null, say);
        try
        {
            await silo.WaitUntilReady(cancellation);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }

        silo.watching = silo.StartAgainWhenItDies();
        return silo;
    }

    /// <summary>Kills it as a power cut would; it is started again by itself.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Stop();
        await watching;
        process.Dispose();
        log.Dispose();
        ending.Dispose();
        if (!keepsData)
        {
            Directory.Delete(Settings.Data, recursive: true);
        }
    }

    private Process Launch()
    {
        var start = SiloLocator.Dotnet([assembly, .. Settings.Arguments()], SiloLocator.FolderOf(assembly));

        // Nothing feeds itself in Production: only what we send happens.
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var launched = SiloLocator.Begin(start);
        launched.OutputDataReceived += (_, line) => log.Add(line.Data);
        launched.ErrorDataReceived += (_, line) => log.Add(line.Data);
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    private async Task WaitUntilReady(CancellationToken cancellation)
    {
        using var client = new CityClient(Settings.Url, Settings.AdminKey);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(readyWithin);
        try
        {
            while (!await client.IsReady(patience.Token) || !await IsOurs(client, patience.Token))
            {
                if (process.HasExited)
                {
                    await process.WaitForExitAsync(cancellation); // So that its last words are read.
                    throw new SiloStartException($"The Silo ended at its start with code {process.ExitCode}. Its last words:\n{log.LastWords}");
                }

                await Task.Delay(100, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SiloStartException($"The Silo was not ready within {readyWithin.TotalSeconds:0} s. Its last words:\n{log.LastWords}");
        }
    }

    /// <summary>Whether it is our child that answers, and not a stranger who took the port before it: only ours knows the key.</summary>
    private static async Task<bool> IsOurs(CityClient client, CancellationToken cancellation)
    {
        try
        {
            await client.Clock(cancellation);
            return true;
        }
        catch (CityApiException refused) when (refused.Status == HttpStatusCode.Unauthorized)
        {
            return false; // Our child cannot listen and ends; its last words say so.
        }
    }

    private async Task StartAgainWhenItDies()
    {
        while (true)
        {
            var died = process;
            await died.WaitForExitAsync(CancellationToken.None);
            if (ending.IsCancellationRequested || Restarts == MostRestarts || died.ExitCode == 0)
            {
                return; // A Silo that ended in good order was told to, by Ctrl+C or by somebody else.
            }

            Restarts++;
            say($"The Silo died (code {died.ExitCode.ToString(CultureInfo.InvariantCulture)}); starting it again.");
            process = Launch();
            died.Dispose();
            if (ending.IsCancellationRequested)
            {
                await Stop(); // The end came between its death and its new start.
                return;
            }
        }
    }

    private async Task Stop()
    {
        var running = process;
        if (running.HasExited)
        {
            return;
        }

        Terminate(running);
        using var patience = new CancellationTokenSource(stopWithin);
        try
        {
            await running.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static void Terminate(Process running)
    {
        if (OperatingSystem.IsWindows())
        {
            running.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
