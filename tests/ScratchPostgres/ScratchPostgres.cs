using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CityActors.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own: in a temporary folder, on a socket in it, with its settings as installed (so it syncs every commit).
/// It is made when first asked for, and stopped and removed at the end.
/// </summary>
public sealed class ScratchPostgres : IDisposable
{
    private const string Prefix = "city-pg-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly string? _binaries = OperatingSystem.IsWindows() ? null : PostgresBinaries.Find();
    private readonly ConcurrentQueue<string> _log = new();
    private string? _folder;
    private Process? _server;
    private int _databases;

    /// <summary>Why there is no server here; null where there can be one.</summary>
    public string? Missing => _binaries is not null
        ? null
        : "PostgreSQL's server programs (initdb, postgres) are not on this machine, so this test DID NOT RUN. Install them: on Debian and Ubuntu, apt-get install postgresql.";

    private string Data => Path.Combine(_folder!, "data");

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public string NewDatabase()
    {
        lock (_gate)
        {
            Begin();
            var name = string.Create(CultureInfo.InvariantCulture, $"city{++_databases}");
            Run("postgres", $"CREATE DATABASE {name}");
            return StoreOf(name);
        }
    }

    /// <summary>Runs a statement as the server's administrator.</summary>
    public void Run(string database, string statement)
    {
        using var connection = new NpgsqlConnection(StoreOf(database) + ";Pooling=False");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The database's name in a connection string of this server.</summary>
    public static string DatabaseOf(string store) => new NpgsqlConnectionStringBuilder(store).Database!;

    /// <summary>Kills the server and all its processes at once, as a power cut would, except that the system's cache is kept.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (_server is { HasExited: false } server)
            {
                foreach (var child in ChildrenOf(server.Id))
                {
                    KillProcess(child);
                }

                server.Kill();
                server.WaitForExit();
            }
        }
    }

    /// <summary>Stops the server in order: who is connected is told so.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            Tool("pg_ctl", "stop", "-D", Data, "-m", "fast", "-w");
            _server!.WaitForExit();
        }
    }

    /// <summary>Starts the server again after <see cref="Kill"/> or <see cref="Stop"/>.</summary>
    public void Start()
    {
        lock (_gate)
        {
            var since = Stopwatch.StartNew();
            while (!TryStart())
            {
                if (since.Elapsed > Patience)
                {
                    throw new InvalidOperationException($"The scratch PostgreSQL in {_folder} did not start:\n{string.Join('\n', _log.TakeLast(20))}");
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_folder is null)
            {
                return;
            }

            Kill();
            _server?.Dispose();
            Directory.Delete(_folder, recursive: true);
            _folder = null;
        }
    }

    private static IEnumerable<int> ChildrenOf(int parent) =>
        File.Exists($"/proc/{parent}/task/{parent}/children")
            ? File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))
            : [];

    private static void KillProcess(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Tests that were killed leave their servers behind; the next ones clear them away.</summary>
    private static void Sweep()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = int.Parse(Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture);
            var pidFile = Path.Combine(folder, "data", "postmaster.pid");
            if (Directory.Exists($"/proc/{owner}") || !Directory.Exists("/proc/self"))
            {
                continue;
            }

            if (File.Exists(pidFile) && File.ReadLines(pidFile).FirstOrDefault() is { } id && IsServerOf(id, folder))
            {
                KillProcess(int.Parse(id, CultureInfo.InvariantCulture));
            }

            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Other tests clear it away, too, or its server still ends: the next ones find it.
            }
        }
    }

    private static bool IsServerOf(string process, string folder) =>
        File.Exists($"/proc/{process}/cmdline") && File.ReadAllText($"/proc/{process}/cmdline").Contains(folder, StringComparison.Ordinal);

    private string StoreOf(string database) => $"Host={_folder};Database={database};Username=city";

    private void Begin()
    {
        if (_folder is not null)
        {
            return;
        }

        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        Sweep();
        _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}"[..24])).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        if (PostgresBinaries.User() is { } user)
        {
            Execute("chown", user, _folder);
        }

        Tool("initdb", "-D", Data, "-U", "city", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Start();
    }

    private bool TryStart()
    {
        _server?.Dispose();
        var start = AsUser(Path.Combine(_binaries!, "postgres"), "-D", Data, "-k", _folder!, "-c", "listen_addresses=", "-c", "max_connections=200");
        start.RedirectStandardError = true;
        _server = Process.Start(start)!;
        _server.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _server.BeginErrorReadLine();
        while (!_server.HasExited)
        {
            try
            {
                Run("postgres", "SELECT 1");
                return true;
            }
            catch (NpgsqlException)
            {
                _server.WaitForExit(TimeSpan.FromMilliseconds(20)); // It starts, or ends because processes of the one before still end.
            }
        }

        return false;
    }

    private void Tool(string name, params string[] arguments) => Execute(AsUser(Path.Combine(_binaries!, name), arguments));

    private static void Execute(string program, params string[] arguments) => Execute(new ProcessStartInfo(program, arguments));

    private static void Execute(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {errors.Result}");
        }
    }

    /// <summary>setpriv becomes the program, so that its process is ours to watch.</summary>
    private static ProcessStartInfo AsUser(string program, params string[] arguments) => PostgresBinaries.User() is { } user
        ? new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={GroupOf(user)}", "--clear-groups", program, .. arguments]) { WorkingDirectory = "/" }
        : new ProcessStartInfo(program, arguments);

    private static string GroupOf(string user) => user == "nobody" ? "nogroup" : user;
}
