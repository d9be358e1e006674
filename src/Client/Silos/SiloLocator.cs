using System.Diagnostics;

namespace CityActors.Client.Silos;

/// <summary>Finds the built Silo: named by the environment, beside this program's own output, or in the repository (built there if need be).</summary>
internal static class SiloLocator
{
    private const string Assembly = "CityActors.Silo.dll";
    private const string Project = "src/Silo/Silo.csproj";

    /// <summary>The Silo's assembly.</summary>
    /// <exception cref="SiloStartException">There is none, and none could be built.</exception>
    public static async Task<string> Find(Action<string> say, CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable("CITY_SILO") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new SiloStartException($"CITY_SILO names '{named}', which is no file.");
        }

        if (Built() is { } built)
        {
            return built;
        }

        var root = Root() ?? throw new SiloStartException($"No Silo is built and no repository is near. Name the Silo's {Assembly} with CITY_SILO, or a running Silo with --url.");
        say("Building the Silo …");
        await Build(root, cancellation);
        return Built() ?? throw new SiloStartException($"The Silo was built, but {Assembly} is not where it was looked for below {root}.");
    }

    /// <summary>The repository's root: the nearest folder above this program, or above the current folder, that holds the Silo's project.</summary>
    public static string? Root() =>
        Above(AppContext.BaseDirectory).Concat(Above(Directory.GetCurrentDirectory())).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Project)));

    private static string? Built()
    {
        // artifacts/bin/Client/release/ → artifacts/bin/Silo/release/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var beside = own.Parent?.Parent is { } bin ? Path.Combine(bin.FullName, "Silo", own.Name, Assembly) : null;
        var inRepository = Root() is { } root ? Path.Combine(root, "artifacts", "bin", "Silo", "release", Assembly) : null;
        return new[] { beside, inRepository }.FirstOrDefault(File.Exists);
    }

    private static async Task Build(string root, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = root };
        foreach (var word in new[] { "build", "-c", "Release", "--nologo", "-v", "quiet", Path.Combine(root, Project) })
        {
            start.ArgumentList.Add(word);
        }

        using var build = Process.Start(start) ?? throw new SiloStartException("'dotnet' could not be started; is the SDK on the path?");
        var said = await build.StandardOutput.ReadToEndAsync(cancellation);
        await build.WaitForExitAsync(cancellation);
        if (build.ExitCode != 0)
        {
            throw new SiloStartException($"The Silo could not be built:\n{said}");
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
