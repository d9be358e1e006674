using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CityActors.Silo;

/// <summary>How a Silo runs: from the command line (<c>--Data=…</c>), environment (<c>Data</c>, <c>Clock__Mode</c>) or appsettings.</summary>
public sealed record SiloSettings
{
    /// <summary>The addresses it listens on. Key <c>Urls</c>. Default <c>http://localhost:8080</c>: this machine only.</summary>
    public string Urls { get; init; } = "http://localhost:8080";

    /// <summary>Each of the addresses.</summary>
    public string[] UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The data folder. Key <c>Data</c>. Default <c>data</c> under the repository's root.</summary>
    public string Data { get; init => field = Path.GetFullPath(value); } = Path.Combine(Root, "data");

    /// <summary>A PostgreSQL database instead of the data folder's. Key <c>Store</c>, such as <c>Host=db;Database=city;Username=city</c>; empty, the default: SQLite.</summary>
    public string Store { get; init; } = "";

    /// <summary>The folder of seeds: packs, calendars, districts. Key <c>Seeds</c>. Default <c>seeds</c> under the repository's root.</summary>
    public string Seeds { get; init => field = Path.GetFullPath(value); } = Path.Combine(Root, "seeds");

    /// <summary>What a new city begins with: the name of a file of <c>cities/</c> among the seeds. Key <c>City</c>; empty, the default: every pack is on everywhere.</summary>
    public string City { get; init; } = "";

    /// <summary>Whose time it is. Key <c>Clock:Mode</c>, <c>wall</c> (default) or <c>replay</c>.</summary>
    [ConfigurationKeyName("Clock:Mode"), AllowedValues("wall", "replay", ErrorMessage = "give 'wall' or 'replay'")]
    public string ClockMode { get; init; } = "wall";

    /// <summary>Whether time is a replay's.</summary>
    public bool IsReplay => ClockMode == "replay";

    /// <summary>Whether it is one silo of a cluster: on a PostgreSQL store, by the wall clock. Nobody could move the clock of several.</summary>
    public bool IsCluster => Store.Length > 0 && !IsReplay;

    /// <summary>Whether Orleans' dashboard is there. Key <c>Dashboard</c>; default true. It takes about a fifth of the processor time of an observation. A replay never has it.</summary>
    [ConfigurationKeyName("Dashboard")]
    public bool HasDashboard { get => field && !IsReplay; init; } = true;

    /// <summary>Where a new replay clock stands. Key <c>Clock:Start</c>, ISO 8601. Default 2018-10-28T16:00Z.</summary>
    [ConfigurationKeyName("Clock:Start"), Required(ErrorMessage = "give a time such as 2026-01-05T00:00:00Z")]
    public DateTimeOffset ClockStart { get; init; } = new(2018, 10, 28, 16, 0, 0, TimeSpan.Zero);

    /// <summary>How old an observation may be and how long readings are kept. Key <c>Retention</c>, 1 to 366 days, default 90.</summary>
    [ConfigurationKeyName("Retention"), Range(1.0, 366.0, ErrorMessage = "give a number of days from {1} to {2}")]
    public double RetentionDays { get; init; } = 90;

    /// <summary>An administrator's key given from outside. Key <c>Keys:Admin</c>, at least 20 characters; empty: none.</summary>
    [ConfigurationKeyName("Keys:Admin")]
    [MinLength(20, ErrorMessage = "give a long random text, or leave it out and use the link of the first start")]
    public string AdminKey { get; init; } = "";

    /// <summary>The proxies whose word counts for where a request comes from. Key <c>Proxies</c>, such as <c>10.0.0.5, 172.28.0.0/16</c>; empty: none.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>A GeoJSON file of streets for the console's map. Key <c>Map:Streets</c>; empty: none.</summary>
    [ConfigurationKeyName("Map:Streets")]
    public string Streets { get; init; } = "";

    /// <summary>Whether the live demo runs. Key <c>Demo</c>; default only in Development with a wall clock.</summary>
    [ConfigurationKeyName("Demo")]
    public bool? IsDemo { get; init; }

    /// <summary>How many items may wait for their entities before senders are asked to wait. Key <c>Ingest:Backlog</c>, default 2,000,000.</summary>
    [ConfigurationKeyName("Ingest:Backlog"), Range(1e3, 1e9, ErrorMessage = "give a number of items from {1} to {2}")]
    public long Backlog { get; init; } = 2_000_000;

    // So that data and seeds are the same whatever the current directory.
    private static string Root { get; } = Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? AppContext.BaseDirectory;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static SiloSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var read = SettingBinder.Bind<SiloSettings>(configuration);
        return Directory.Exists(read.Seeds)
            ? read with { IsDemo = read.IsDemo ?? (isDevelopment && !read.IsReplay) }
            : throw new SettingException(
                "Seeds", $"names the folder '{read.Seeds}', which does not exist", "give the folder that holds packs/, calendars/ and tianxin/");
    }

    /// <summary>The nearest folder, this one or above, that holds <c>CityActors.sln</c>.</summary>
    private static string? Above(string? folder) =>
        folder is null || File.Exists(Path.Combine(folder, "CityActors.sln")) ? folder : Above(Path.GetDirectoryName(folder));
}
