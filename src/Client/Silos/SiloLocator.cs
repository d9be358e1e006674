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
        var (code, said, errors) = await Run(["build", "-c", "Release", "--nologo", "-v", "quiet", Path.Combine(root, Project)], root, cancellation);
        return code != 0 ? throw new SiloStartException($"The Silo could not be built:\n{said}{errors}")
            : Built() ?? throw new SiloStartException($"The Silo was built, but {Assembly} is not where it was looked for below {root}.");
    }

    /// <summary>Where a Silo's program is run: in the repository where there is one, else where it lies.</summary>
    public static string FolderOf(string assembly) => Root() ?? Path.GetDirectoryName(assembly)!;

    /// <summary>Runs <c>dotnet</c> to its end.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public static async Task<(int Code, string Said, string Errors)> Run(string[] arguments, string folder, CancellationToken cancellation)
    {
        using var process = Begin(Dotnet(arguments, folder));
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var said = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, said, await errors);
    }

    public static ProcessStartInfo Dotnet(IEnumerable<string> arguments, string folder) =>
        new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };

    /// <summary>Starts what was prepared; whoever starts it reads what it says.</summary>
    public static Process Begin(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new SiloStartException("'dotnet' could not be started; is it on the path?");

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

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
