using System.Globalization;

namespace CityActors.Silo;

/// <summary>How a Silo runs: from the command line (<c>--Data=…</c>), environment (<c>Data</c>, <c>Clock__Mode</c>) or appsettings.</summary>
public sealed record SiloSettings
{
    /// <summary>The addresses it listens on. Key <c>Urls</c>. Default <c>http://localhost:8080</c>: this machine only.</summary>
    public required string Urls { get; init; }

    /// <summary>Each of the addresses.</summary>
    public string[] UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The data folder. Key <c>Data</c>. Default <c>data</c> under the repository's root.</summary>
    public required string Data { get; init; }

    /// <summary>A PostgreSQL database instead of the data folder's. Key <c>Store</c>, such as <c>Host=db;Database=city;Username=city</c>; empty, the default: SQLite.</summary>
    public string Store { get; init; } = "";

    /// <summary>The folder of seeds: catalogue, calendars, districts. Key <c>Seeds</c>. Default <c>seeds</c> under the repository's root.</summary>
    public required string Seeds { get; init; }

    /// <summary>Whether time is a replay's. Key <c>Clock:Mode</c>, <c>wall</c> (default) or <c>replay</c>.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Whether it is one silo of a cluster: on a PostgreSQL store, by the wall clock. Nobody could move the clock of several.</summary>
    public bool IsCluster => Store.Length > 0 && !IsReplay;

    /// <summary>Whether Orleans' dashboard is there. Key <c>Dashboard</c>; default true. It takes about a fifth of the processor time of an observation. A replay never has it.</summary>
    public bool HasDashboard { get; init; }

    /// <summary>Where a new replay clock stands. Key <c>Clock:Start</c>, ISO 8601. Default 2018-10-28T16:00Z.</summary>
    public DateTimeOffset ClockStart { get; init; }

    /// <summary>How old an observation may be and how long readings are kept. Key <c>Retention</c>, 1 to 366 days, default 90.</summary>
    public TimeSpan Retention { get; init; }

    /// <summary>An administrator's key given from outside. Key <c>Keys:Admin</c>, at least 20 characters; empty: none.</summary>
    public string AdminKey { get; init; } = "";

    /// <summary>Whether the live demo runs. Key <c>Demo</c>; default only in Development with a wall clock.</summary>
    public bool IsDemo { get; init; }

    /// <summary>How many times as quick as life drill responders act. Key <c>Drill:Pace</c>, 1 to 100; default 1, in the demo 20.</summary>
    public double DrillPace { get; init; }

    /// <summary>How many items may wait for their entities before senders are asked to wait. Key <c>Ingest:Backlog</c>, default 2,000,000.</summary>
    public long Backlog { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static SiloSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var root = RepositoryRoot.Find();
        var isReplay = Choice(configuration, "Clock:Mode", "wall", "replay") == "replay";
        var isDemo = Flag(configuration, "Demo", isDevelopment && !isReplay);
        var key = configuration["Keys:Admin"] ?? "";
        if (key.Length is > 0 and < 20)
        {
            throw new SettingException("Keys:Admin", "is shorter than 20 characters", "give a long random text, or leave it out and use the keys printed at the first start");
        }

        return new SiloSettings
        {
            Urls = configuration["Urls"] is { Length: > 0 } urls ? urls : "http://localhost:8080",
            Data = Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : Path.Combine(root, "data")),
            Store = configuration["Store"] ?? "",
            Seeds = Folder("Seeds", configuration["Seeds"] is { Length: > 0 } seeds ? Path.GetFullPath(seeds) : Path.Combine(root, "seeds")),
            IsReplay = isReplay,
            ClockStart = Instant(configuration, "Clock:Start", new DateTimeOffset(2018, 10, 28, 16, 0, 0, TimeSpan.Zero)),
            Retention = TimeSpan.FromDays(Number(configuration, "Retention", 90, 1, 366, "days")),
            AdminKey = key,
            IsDemo = isDemo,
            HasDashboard = Flag(configuration, "Dashboard", true) && !isReplay,
            DrillPace = Number(configuration, "Drill:Pace", isDemo ? 20 : 1, 1, 100, "times"),
            Backlog = (long)Number(configuration, "Ingest:Backlog", 2_000_000, 1_000, 1e9, "items"),
        };
    }

    private static string Folder(string key, string path) => Directory.Exists(path)
        ? path
        : throw new SettingException(key, $"names the folder '{path}', which does not exist", "give the folder that holds catalogue/, calendars/ and tianxin/");

    private static string Choice(IConfiguration configuration, string key, string first, string second)
    {
        var text = configuration[key] ?? first;
        return text == first || text == second
            ? text
            : throw new SettingException(key, $"is '{text}'", $"give '{first}' or '{second}'");
    }

    private static bool Flag(IConfiguration configuration, string key, bool otherwise)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        return bool.TryParse(text, out var flag) ? flag : throw new SettingException(key, $"is '{text}'", "give true or false");
    }

    private static double Number(IConfiguration configuration, string key, double otherwise, double least, double most, string unit)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException(key, $"is '{text}'", string.Create(CultureInfo.InvariantCulture, $"give a number of {unit} from {least} to {most}"));
    }

    private static DateTimeOffset Instant(IConfiguration configuration, string key, DateTimeOffset otherwise)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
            : throw new SettingException(key, $"is '{text}'", "give a time such as 2026-01-05T00:00:00Z");
    }
}

/// <summary>A setting is wrong; the start ends here.</summary>
/// <param name="key">The setting's key.</param>
/// <param name="wrong">What is wrong with it.</param>
/// <param name="mend">What to do.</param>
public sealed class SettingException(string key, string wrong, string mend)
    : Exception($"The setting {key} {wrong}: {mend}.");
