using System.Text;
using CityActors.Engine.Reminders;
using CityActors.Engine.Storage;
using CityActors.Testing;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>
/// The embedded engine and the statements that Orleans' ADO.NET providers run work on the same rows. The statements come from the
/// table OrleansQuery and get the parameters that the providers give them.
/// </summary>
public sealed class OrleansRowsTests(ScratchPostgres server) : IAsyncLifetime
{
    private static readonly GrainId Home = GrainId.Create("household", "home-430103002001-0001");
    private readonly PostgresStore _store = new(server);
    private Database _database = null!;
    private NpgsqlConnection _orleans = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options([.. TestStore.GrainTables, .. TestStore.ReminderTables]));
        _orleans = new NpgsqlConnection(_store.Store + ";Pooling=False");
        await _orleans.OpenAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _orleans.DisposeAsync();
        await _database.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData("home-430103002001-0001")]
    [InlineData("2A+zone")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    public async Task State_WrittenInTurns_IsOneRow(string key)
    {
        var grain = GrainId.Create("household", key);
        var storage = new DatabaseGrainStorage(_database, new StateSerializer(), TimeProvider.System, "city");
        var state = new GrainState<Note>(new Note { Text = "embedded" });
        await storage.WriteStateAsync("home", grain, state);

        Assert.Equal(("""{"text":"embedded"}""", 1), await ReadAsOrleans(grain));
        Assert.Equal(2, await WriteAsOrleans(grain, """{"text":"Orleans"}""", 1));
        Assert.Null(await WriteAsOrleans(grain, "{}", 1));
        Assert.Null(await WriteAsOrleans(grain, "{}", null));

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("home", grain, state));
        await storage.ReadStateAsync("home", grain, state);
        Assert.Equal(("Orleans", "2"), (state.State!.Text, state.ETag));
        await storage.ClearStateAsync("home", grain, state);
        Assert.Equal((null, 3), await ReadAsOrleans(grain));
    }

    [Fact]
    public async Task State_FirstWrittenByOrleans_IsContinued()
    {
        Assert.Equal(1, await WriteAsOrleans(Home, """{"text":"Orleans"}""", null));
        var storage = new DatabaseGrainStorage(_database, new StateSerializer(), TimeProvider.System, "city");
        var state = new GrainState<Note>(new Note());
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("home", Home, state));
        await storage.ReadStateAsync("home", Home, state);
        state.State!.Text += ", then embedded";
        await storage.WriteStateAsync("home", Home, state);
        Assert.Equal(("""{"text":"Orleans, then embedded"}""", 2), await ReadAsOrleans(Home));
    }

    [Fact]
    public async Task Reminder_WrittenInTurns_IsOneRow()
    {
        var table = new DatabaseReminderTable(_database, "city");
        var start = new DateTimeOffset(2026, 1, 5, 6, 0, 0, 123, TimeSpan.Zero);
        await table.Upsert(new ReminderEntry("due-book", "book-1", "wake", start, TimeSpan.FromMinutes(1), ""), Cancellation);
        var hash = (int)GrainId.Create("due-book", "book-1").GetUniformHashCode();
        await using (var range = await Ask("ReadRangeRows1Key", ("ServiceId", "city"), ("BeginHash", hash - 1), ("EndHash", hash)))
        {
            await using var row = await range.ExecuteReaderAsync(Cancellation);
            Assert.True(await row.ReadAsync(Cancellation));
            Assert.Equal(("due-book/book-1", "wake", start.UtcDateTime, 60_000L, 0), (row.GetString(0), row.GetString(1), row.GetDateTime(2), row.GetInt64(3), row.GetInt32(4)));
        }

        await using (var upsert = await Ask(
            "UpsertReminderRowKey",
            ("ServiceId", "city"), ("GrainId", "due-book/book-1"), ("ReminderName", "wake"), ("StartTime", start.AddHours(1).UtcDateTime), ("Period", 120_000L), ("GrainHash", hash)))
        {
            Assert.Equal(1, await upsert.ExecuteScalarAsync(Cancellation));
        }

        var read = Assert.Single(await table.ReadAll(Cancellation));
        Assert.Equal((start.AddHours(1), TimeSpan.FromMinutes(2), "1"), (read.StartUtc, read.Period, read.ETag));
    }

    private async Task<(string? Json, int Version)> ReadAsOrleans(GrainId grain)
    {
        await using var ask = await Ask("ReadFromStorageKey", KeyOf(grain));
        await using var row = await ask.ExecuteReaderAsync(Cancellation);
        Assert.True(await row.ReadAsync(Cancellation));
        return (await row.IsDBNullAsync(0, Cancellation) ? null : Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(0)), row.GetInt32(1));
    }

    private async Task<int?> WriteAsOrleans(GrainId grain, string json, int? version)
    {
        await using var ask = await Ask("WriteToStorageKey", [.. KeyOf(grain), ("GrainStateVersion", version), ("PayloadBinary", Encoding.UTF8.GetBytes(json))]);
        return (int?)await ask.ExecuteScalarAsync(Cancellation);
    }

    private static (string Name, object? Value)[] KeyOf(GrainId grain)
    {
        var key = GrainStorageKey.Of("home", grain);
        return
        [
            ("GrainIdHash", key.IdHash), ("GrainIdN0", key.N0), ("GrainIdN1", key.N1), ("GrainTypeHash", key.TypeHash),
            ("GrainTypeString", key.Type), ("GrainIdExtensionString", key.Extension), ("ServiceId", "city"),
        ];
    }

    private async Task<NpgsqlCommand> Ask(string name, params (string Name, object? Value)[] values)
    {
        await using var find = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", _orleans) { Parameters = { new() { Value = name } } };
        var ask = new NpgsqlCommand((string)(await find.ExecuteScalarAsync(Cancellation))!, _orleans);
        foreach (var (parameter, value) in values)
        {
            ask.Parameters.Add(new NpgsqlParameter(parameter, value ?? DBNull.Value));
        }

        return ask;
    }

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
