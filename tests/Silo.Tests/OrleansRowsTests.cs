using CityActors.Silo.Orleans;
using CityActors.Storage;
using CityActors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace CityActors.Silo.Tests;

/// <summary>Our grain storage and Microsoft.Orleans.Persistence.AdoNet work on the same rows, so that neither ties a city to itself.</summary>
public sealed class OrleansRowsTests(ScratchPostgres server) : IAsyncLifetime
{
    private const string Theirs = "theirs";
    private static readonly GrainId Home = GrainId.Create("household", "home-430103002001-0001");
    private Database database = null!;
    private DatabaseGrainStorage ours = null!;
    private IHost silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IGrainStorage Orleans => silo.Services.GetRequiredKeyedService<IGrainStorage>(Theirs);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var store = server.NewDatabase();
        database = Database.Open(new DatabaseOptions { Store = store, Schema = [OrleansTables.Schema] });
        ours = new DatabaseGrainStorage(database, new StateSerializer(), TimeProvider.System, ClusterSettings.ServiceId);
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
    [InlineData("home-430103002001-0001")]
    [InlineData("2A+zone")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    public async Task State_WrittenInTurns_IsOneRow(string key)
    {
        var grain = GrainId.Create("household", key);
        var own = new GrainState<Note>(new Note { Text = "ours" });
        await ours.WriteStateAsync("home", grain, own);

        var read = new GrainState<Note>();
        await Orleans.ReadStateAsync("home", grain, read);
        Assert.Equal(("ours", "1", true), (read.State!.Text, read.ETag, read.RecordExists));
        read.State.Text = "theirs";
        await Orleans.WriteStateAsync("home", grain, read);
        await Assert.ThrowsAsync<InconsistentStateException>(() => ours.WriteStateAsync("home", grain, own));
        await ours.ReadStateAsync("home", grain, own);
        Assert.Equal(("theirs", "2"), (own.State!.Text, own.ETag));

        await ours.ClearStateAsync("home", grain, own);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Orleans.WriteStateAsync("home", grain, read));
        await Orleans.ReadStateAsync("home", grain, read);
        Assert.Equal((false, "3"), (read.RecordExists, read.ETag));
    }

    [Fact]
    public async Task State_FirstWrittenByOrleans_IsContinued()
    {
        await Orleans.WriteStateAsync("home", Home, new GrainState<Note>(new Note { Text = "theirs" }));
        var state = new GrainState<Note>(new Note());
        await Assert.ThrowsAsync<InconsistentStateException>(() => ours.WriteStateAsync("home", Home, state));
        await ours.ReadStateAsync("home", Home, state);
        state.State!.Text += ", then ours";
        await ours.WriteStateAsync("home", Home, state);

        var read = new GrainState<Note>();
        await Orleans.ReadStateAsync("home", Home, read);
        Assert.Equal(("theirs, then ours", "2"), (read.State!.Text, read.ETag));
    }

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }

    private sealed class CityJson : IGrainStorageSerializer
    {
        private readonly StateSerializer serializer = new();

        public BinaryData Serialize<T>(T? input) => new(serializer.Serialize(input));

        public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory().Span)!;
    }
}
