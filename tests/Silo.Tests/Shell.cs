using System.Diagnostics;

namespace CityActors.Silo.Tests;

/// <summary>Bash, for what the documentation says is typed there.</summary>
internal static class Shell
{
    private const string Bash = "/bin/bash";

    /// <summary>Skips a test where a program that it needs is missing.</summary>
    public static void Needs(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        Assert.SkipUnless(File.Exists(Bash) && missing.Count == 0, $"NOT RUN: {string.Join(", ", missing)} or bash is missing.");
    }

    /// <summary>Starts a script; whoever starts it reads what it says.</summary>
    public static Process Begin(string script, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Bash, ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a script to its end.</summary>
    public static async Task<(int ExitCode, string Results, string Says)> Run(string script, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var shell = Begin(script, folder, environment);
        var says = shell.StandardError.ReadToEndAsync(cancellation);
        var results = await shell.StandardOutput.ReadToEndAsync(cancellation);
        await shell.WaitForExitAsync(cancellation);
        return (shell.ExitCode, results, await says);
    }
}
