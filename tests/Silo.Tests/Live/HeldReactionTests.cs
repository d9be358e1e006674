using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CityActors.Silo.Tests.Live;

/// <summary>A grain that cannot take what it must know holds up its own lane, and nothing else; an operator sees it and decides.</summary>
public sealed class HeldReactionTests
{
    private const string Kitchen = "term-430103002001-01";
    private const string Cell = "grid-cell/cell-430103002001001";

    [Fact]
    public async Task State_ThatCannotBeRead_HoldsUpItsLaneOnlyUntilAnOperatorDecides()
    {
        using var folder = new TempFolder();
        await using (var before = await CityProcess.Start(folder.Path))
        {
            await SmallTown.Register(before, homes: 1);
            await SmallTown.Responder(before, "technician", "technician", 112.976);
            await LiveCity.Terminal(before, Kitchen);
            await Feed(before, LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60));
            await LiveCity.Until(before, "/v1/orders", static orders => orders.Count > 0);
            Assert.Equal(0, await before.Terminate());
        }

        Assert.Equal(1, Break(folder.Path, "grid-cell"));
        await using var city = await CityProcess.Start(folder.Path);
        const string Other = "term-430103002001-02";
        await LiveCity.Terminal(city, Other);
        await Feed(city, LiveCity.Gas(Other, DateTimeOffset.UtcNow, 60));

        // The alert, its order and whom it is given to do not wait for the cell.
        await LiveCity.Until(city, "/v1/alerts", static alerts => alerts.Any(static alert => Text(alert, "entity") == Other && Text(alert, "order").Length > 0));
        var held = await LiveCity.Until(city, "/v1/reactions", static reactions => reactions.Any(static reaction => Text(reaction, "state") == "failing"));
        Assert.All(held, static reaction => Assert.Equal(Cell, Text(reaction, "target")));
        Assert.Contains("JsonException", Text(held[0], "error"), StringComparison.Ordinal);

        var (number, target) = (held[0].GetProperty("number").GetInt64(), Uri.EscapeDataString(Cell));
        await city.Send(HttpMethod.Post, $"/v1/reactions/{number}/retry?target={target}", new { }, HttpStatusCode.NoContent);
        await city.Send(HttpMethod.Post, $"/v1/reactions/{number + 1_000_000}/skip?target={target}", new { }, HttpStatusCode.NotFound);
        await Skip(city, number, target);
        await LiveCity.Until(city, "/v1/reactions", reactions => reactions.All(reaction => reaction.GetProperty("number").GetInt64() != number));
    }

    [Fact]
    public async Task Reactions_NobodyToldBeforeTheEnd_AreDeliveredInOrderAfterTheNextStart()
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path);
        await SmallTown.Register(city, homes: 1);
        await LiveCity.Terminal(city, Kitchen);
        for (var round = 0; round < 3; round++)
        {
            await Feed(city, LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60));
            await city.Kill();
            Forget(folder.Path); // As if the Silo had been away since before the first alarm: every reaction waits, and may have been heard.
            await city.Start();
        }

        var order = Assert.Single(await LiveCity.Until(city, "/v1/orders", static orders => orders.Count > 0));
        var alert = Assert.Single(await LiveCity.Until(city, "/v1/alerts", static alerts => alerts.Any(static alert => Text(alert, "order").Length > 0)));
        Assert.Equal(Text(order, "id"), Text(alert, "order"));
        var lines = (await city.Get($"/v1/orders/{Text(order, "id")}")).GetProperty("timeline").EnumerateArray().Select(static line => Text(line, "what")).ToArray();
        Assert.Equal(["reported", "filed"], lines[..2]);
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    /// <summary>One that is just being tried cannot be given up at that moment.</summary>
    private static async Task Skip(CityProcess city, long number, string target)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var response = await city.Http.PostAsync(new Uri($"/v1/reactions/{number}/skip?target={target}", UriKind.Relative), null);
            if (response.StatusCode == HttpStatusCode.NoContent || attempt == 100)
            {
                Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
                return;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Makes one state of a kind unreadable.</summary>
    private static int Break(string data, string state)
    {
        using var database = Open(data);
        using var change = database.CreateCommand();
        change.CommandText = "UPDATE OrleansStorage SET PayloadBinary = x'7b' WHERE GrainTypeString = $state";
        change.Parameters.AddWithValue("$state", state);
        return change.ExecuteNonQuery();
    }

    private static void Forget(string data)
    {
        using var database = Open(data);
        using var change = database.CreateCommand();
        change.CommandText = "DELETE FROM reaction_cursor";
        change.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string data)
    {
        var database = new SqliteConnection($"Data Source={Path.Combine(data, "city.db")};Pooling=False");
        database.Open();
        return database;
    }

    private static async Task Feed(CityProcess city, string line) => Assert.Equal(1, (await city.Feed([line])).GetProperty("accepted").GetInt32());

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
