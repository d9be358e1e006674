using CityActors.Commits;
using CityActors.Silo.Orleans;
using CityActors.Silo.Stores;
using CityActors.Storage;
using CityActors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace CityActors.Silo.Tests;

/// <summary>The city's storage and Microsoft.Orleans.Persistence.AdoNet work on the same rows, so that neither ties a city to itself.</summary>
public sealed class OrleansRowsTests(ScratchPostgres server) : IAsyncLifetime
{
    private const string Theirs = "theirs";
    private const string Home = "household/home-430103002001-0001";
    private static readonly StateSerializer Json = new();
    private Database database = null!;
    private DatabaseCityStorage ours = null!;
    private IHost silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IGrainStorage Orleans => silo.Services.GetRequiredKeyedService<IGrainStorage>(Theirs);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var store = server.NewDatabase();
        database = Database.Open(new DatabaseOptions { Store = store, Schema = CityTables.Schema });
        ours = new DatabaseCityStorage(database, ClusterSettings.ServiceId, TimeProvider.System);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(orleans =>
        {
            orleans.UseInProcessOnly().Configure<ClusterOptions>(options => options.ServiceId = ClusterSettings.ServiceId);
            orleans.AddAdoNetGrainStorage(Theirs, options => (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) = ("Npgsql", store, new CityJson()));
        });
        silo = builder.Build();
        await silo.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (silo is not null)
        {
            await silo.StopAsync(CancellationToken.None);
            silo.Dispose();
            await database.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Home)]
    [InlineData("household/2A+zone")]
    [InlineData("household/0f8fad5bd9cb469fa16570867728950e")]
    public async Task State_StoredInTurns_IsOneRow(string owner)
    {
        Assert.Equal(1, await Commit(owner, 0, "ours"));
        var theirs = await TheirsRead(owner);
        Assert.Equal(("ours", "1", true), (theirs.State!.Text, theirs.ETag, theirs.RecordExists));

        theirs.State.Text = "theirs";
        await TheirsWrite(owner, theirs);
        Assert.Equal("2", theirs.ETag);
        var conflict = await Assert.ThrowsAsync<CommitConflictException>(() => Commit(owner, 1, "late"));
        Assert.Contains("the stored version is 2, 1 was expected", conflict.Message, StringComparison.Ordinal);
        Assert.Equal((2, "theirs"), await Read(owner));

        Assert.Equal(3, await Commit(owner, 2, "ours again"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => TheirsWrite(owner, theirs));
        Assert.Equal(("ours again", "3"), (await TheirsRead(owner)) is var last ? (last.State!.Text, last.ETag) : default);
    }

    [Fact]
    public async Task State_FirstStoredByOrleans_IsContinued()
    {
        await TheirsWrite(Home, new GrainState<Note>(new Note { Text = "theirs" }));
        await Assert.ThrowsAsync<CommitConflictException>(() => Commit(Home, 0, "late"));
        Assert.Equal((1, "theirs"), await Read(Home));
        await Commit(Home, 1, "theirs, then ours");
        Assert.Equal(("theirs, then ours", "2"), (await TheirsRead(Home)) is var read ? (read.State!.Text, read.ETag) : default);
    }

    [Fact]
    public async Task State_ClearedByOrleans_IsNoneWithAVersion()
    {
        await Commit(Home, 0, "ours");
        await Orleans.ClearStateAsync("household", GrainId.Parse(Home), await TheirsRead(Home));
        Assert.Equal((2, null), await Read(Home));
        await Assert.ThrowsAsync<CommitConflictException>(() => Commit(Home, 1, "late"));
        Assert.Equal(3, await Commit(Home, 2, "anew"));
        Assert.Equal("anew", (await TheirsRead(Home)).State!.Text);
    }

    private async Task<long> Commit(string owner, long version, string text) =>
        (await ours.Commit(new CityCommit { Owner = owner, At = DateTimeOffset.UnixEpoch, Version = version, Head = Json.Serialize(new Note { Text = text }).AsMemory() })).Version;

    private async Task<(long Version, string? Text)> Read(string owner)
    {
        var stored = await ours.Read(owner);
        return (stored.Version, stored.Head is { } head ? Json.Deserialize<Note>(head.Span)!.Text : null);
    }

    private async Task<GrainState<Note>> TheirsRead(string owner)
    {
        var state = new GrainState<Note>();
        await Orleans.ReadStateAsync("household", GrainId.Parse(owner), state);
        return state;
    }

    private Task TheirsWrite(string owner, GrainState<Note> state) => Orleans.WriteStateAsync("household", GrainId.Parse(owner), state);

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }

    private sealed class CityJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(Json.Serialize(input));

        public T Deserialize<T>(BinaryData input) => Json.Deserialize<T>(input.ToMemory().Span)!;
    }
}
