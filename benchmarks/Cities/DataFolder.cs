using System.Security.Cryptography;
using CityActors.Silo;
using Microsoft.Extensions.Configuration;

namespace CityActors.Benchmarks.Cities;

/// <summary>A temporary data folder of a city, and how its Silo is started; removed at the end.</summary>
/// <param name="store">A PostgreSQL database; empty: SQLite in the folder.</param>
internal sealed class DataFolder(string store = "") : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("city-benchmark-").FullName;

    /// <summary>The key of an administrator.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>What a Silo is told that runs on it.</summary>
    public IReadOnlyList<string> Arguments(string url) =>
    [
        $"--Data={path}", $"--Store={store}", $"--Urls={url}", $"--Keys:Admin={Key}", "--Demo=false", "--environment=Production", "--Logging:LogLevel:Default=Error",
        "--Logging:LogLevel:Orleans.Runtime=Error", // It warns of pauses, and a machine under full load has them.
    ];

    /// <summary>The same, as the Silo understands it.</summary>
    public SiloSettings Settings() =>
        SiloSettings.Read(new ConfigurationBuilder().AddCommandLine([.. Arguments("http://127.0.0.1:0")]).Build(), isDevelopment: false);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
