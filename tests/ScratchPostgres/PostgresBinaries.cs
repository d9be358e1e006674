using System.Diagnostics;

namespace CityActors.Testing;

/// <summary>Where PostgreSQL's programs are on this machine.</summary>
internal static class PostgresBinaries
{
    private static readonly string[] Installed = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"];

    /// <summary>The folder with initdb and postgres: what pg_config says, a folder of PATH, or the newest version in a usual place.</summary>
    public static string? Find() => Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    /// <summary>The user that the server runs as where the tests run as root, which it refuses; null where that is not needed.</summary>
    public static string? User() => !Environment.IsPrivilegedProcess ? null : HasUser("postgres") ? "postgres" : "nobody";

    private static IEnumerable<string> Candidates()
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (paths.Any(path => File.Exists(Path.Combine(path, "pg_config"))) && Ask("pg_config", "--bindir") is { Length: > 0 } said)
        {
            yield return said;
        }

        foreach (var path in paths)
        {
            yield return path;
        }

        foreach (var root in Installed.Where(Directory.Exists))
        {
            foreach (var version in Directory.GetDirectories(root).OrderByDescending(VersionOf))
            {
                yield return Path.Combine(version, "bin");
            }
        }
    }

    private static double VersionOf(string folder) => double.TryParse(Path.GetFileName(folder), out var version) ? version : 0;

    private static bool HasUser(string name) => File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    private static string Ask(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer;
    }
}
