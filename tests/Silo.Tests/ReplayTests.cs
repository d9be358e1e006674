using System.Text.Json;
using CityActors.Testing;

namespace CityActors.Silo.Tests;

/// <summary>The same input gives the same alerts and orders, however it was cut, repeated or interrupted.</summary>
public sealed class ReplayTests(ScratchPostgres postgres)
{
    private const int Homes = 6;
    private const int Frozen = 4;
    private static readonly DateTimeOffset End = SmallTown.Start.AddDays(4);
    private static readonly DateTimeOffset Freeze = SmallTown.Start.AddDays(2).AddHours(5.25);

    [Fact]
    public async Task Export_SentOnceTwiceOrInAThousandBatches_IsTheSame()
    {
        var once = await Run(1, repeats: 1, Freeze);
        var twice = await Run(1, repeats: 2, Freeze);
        var inPieces = await Run(250, repeats: 1, Freeze);

        Assert.Equal(once.Hash, twice.Hash);
        Assert.Equal(once.Hash, inPieces.Hash);
        Assert.Single(SmallTown.Alerts(once.Lines, "inactivity"));
    }

    [Fact]
    public async Task Export_OnPostgresInAThousandBatches_IsThatOfSqliteInOne()
    {
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        var once = await Run(1, repeats: 1, Freeze);
        var inPieces = await Run(250, repeats: 1, Freeze, $"--Store={postgres.NewDatabase()}");

        Assert.Equal(once.Hash, inPieces.Hash);
    }

    [Fact]
    public async Task Freeze_ThreeHoursLater_MovesTheOneAlertAndWithoutFreezeThereIsNone()
    {
        var (_, lines) = await Run(1, repeats: 1, Freeze);
        var (_, later) = await Run(1, repeats: 1, Freeze.AddHours(3));
        var (_, none) = await Run(1, repeats: 1, DateTimeOffset.MaxValue);

        var alert = Assert.Single(SmallTown.Alerts(lines, "inactivity"));
        var movedAlert = Assert.Single(SmallTown.Alerts(later, "inactivity"));
        Assert.Empty(SmallTown.Alerts(none, "inactivity"));
        Assert.Equal(SmallTown.Home(Frozen), alert.GetProperty("entity").GetString());
        Assert.True(movedAlert.GetProperty("openedAt").GetDateTimeOffset() > alert.GetProperty("openedAt").GetDateTimeOffset());
        Assert.NotEmpty(alert.GetProperty("explanation").GetProperty("english").GetString()!);
        Assert.NotEmpty(alert.GetProperty("explanation").GetProperty("chinese").GetString()!);
    }

    /// <summary>Four days of readings, a day at a time: each day in so many batches, sent so often, then the clock moved to its end.</summary>
    private static async Task<(string Hash, IReadOnlyList<JsonElement> Lines)> Run(int batchesADay, int repeats, DateTimeOffset freeze, params string[] arguments)
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, SmallTown.Start, arguments);
        await SmallTown.Register(city, Homes);
        await SmallTown.Responder(city, "officer-1", "grid-officer", 112.9745);
        for (var day = SmallTown.Start; day < End; day = day.AddDays(1))
        {
            var lines = SmallTown.Readings(Homes, day, day.AddDays(1), Frozen, freeze).ToList();
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                foreach (var batch in lines.Chunk((lines.Count + batchesADay - 1) / batchesADay))
                {
                    await city.Feed(batch);
                }
            }

            await city.Advance(day.AddDays(1));
        }

        return await city.Export();
    }
}
