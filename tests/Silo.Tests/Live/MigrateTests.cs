using System.Diagnostics;
using CityActors.Testing;

namespace CityActors.Silo.Tests.Live;

/// <summary><c>db migrate</c>: the tables before the first start.</summary>
public sealed class MigrateTests
{
    [Fact]
    public async Task DbMigrate_AnEmptyDatabaseTwice_MakesWhatASiloNeeds()
    {
        using var server = new ScratchPostgres();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var store = server.NewDatabase();

        var first = await Migrate(store);
        var second = await Migrate(store);
        var nowhere = await Migrate("Host=127.0.0.1;Port=1;Database=city;Password=very-secret");
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path, [$"--Store={store}", .. Store.NewSilo()]);

        Assert.Equal([0, 0, 2], [first.ExitCode, second.ExitCode, nowhere.ExitCode]);
        Assert.Contains("is up to date", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", nowhere.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await city.Get("/v1/status")).GetProperty("observations").GetInt64());
    }

    private static async Task<(int ExitCode, string Output)> Migrate(string store)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CityActors.Silo.dll"), "db", "migrate", "--Store", store])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var silo = Process.Start(start)!;
        var errors = silo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await silo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await silo.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (silo.ExitCode, output + await errors);
    }
}
