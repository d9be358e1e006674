using Orleans.Storage;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What every grain storage must do.</summary>
public abstract class GrainStorageContract
{
    private static readonly GrainId Home = GrainId.Create("household", "home-430103002001-0001");
    private static readonly GrainId Other = GrainId.Create("household", "home-430103002001-0002");

    protected abstract IGrainStorage Storage { get; }

    [Fact]
    public async Task Read_NeverWritten_GivesTheEmptyState()
    {
        var state = await Read(Home);
        Assert.Equal((null, false, ""), (state.ETag, state.RecordExists, state.State!.Name));
    }

    [Fact]
    public async Task Write_FirstAndAgain_IsReadWithItsVersion()
    {
        var state = await Read(Home);
        state.State!.Name = "张三";
        await Storage.WriteStateAsync("home", Home, state);
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
        state.State.Name = "李四";
        state.State.Readings.Add(1.5);
        await Storage.WriteStateAsync("home", Home, state);

        var read = await Read(Home);
        Assert.Equal(("2", true, "李四"), (read.ETag, read.RecordExists, read.State!.Name));
        Assert.Equal([1.5], read.State.Readings);
        Assert.False((await Read(Other)).RecordExists);
        Assert.False((await Read(Home, "another-state")).RecordExists);
    }

    [Fact]
    public async Task Write_StateChangedAfterwards_StoredStateStays()
    {
        var state = await Read(Home);
        await Storage.WriteStateAsync("home", Home, state);
        state.State!.Readings.Add(9);
        Assert.Empty((await Read(Home)).State!.Readings);
        Assert.NotSame((await Read(Home)).State, (await Read(Home)).State);
    }

    [Fact]
    public async Task Write_StaleVersion_IsInconsistentAndChangesNothing()
    {
        var first = await Read(Home);
        var second = await Read(Home);
        first.State!.Name = "first";
        await Storage.WriteStateAsync("home", Home, first);
        var fresh = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("home", Home, second));
        Assert.Equal(("1", null), (fresh.StoredEtag, fresh.CurrentEtag));

        var stale = await Read(Home);
        await Storage.WriteStateAsync("home", Home, first);
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("home", Home, stale));
        Assert.Equal(("2", "1", "1"), (error.StoredEtag, error.CurrentEtag, stale.ETag));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("home", Home, stale));
        Assert.Equal("first", (await Read(Home)).State!.Name);
    }

    [Fact]
    public async Task Write_VersionOfNothing_IsInconsistent()
    {
        var state = new GrainState<HomeState>(new HomeState(), "7");
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("home", Home, state));
        state.ETag = "not a version";
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("home", Home, state));
        Assert.False((await Read(Home)).RecordExists);
    }

    [Fact]
    public async Task Clear_Written_LeavesTheEmptyStateAndAVersion()
    {
        var state = await Read(Home);
        state.State!.Name = "x";
        await Storage.WriteStateAsync("home", Home, state);
        await Storage.ClearStateAsync("home", Home, state);
        Assert.Equal(("2", false, ""), (state.ETag, state.RecordExists, state.State.Name));

        var read = await Read(Home);
        Assert.Equal(("2", false, ""), (read.ETag, read.RecordExists, read.State!.Name));
        await Storage.WriteStateAsync("home", Home, read);
        Assert.Equal(("3", true), (read.ETag, (await Read(Home)).RecordExists));
    }

    [Fact]
    public async Task Clear_NeverWritten_StoresNothing()
    {
        var state = await Read(Home);
        await Storage.ClearStateAsync("home", Home, state);
        Assert.Null(state.ETag);
        Assert.Null((await Read(Home)).ETag);
    }

    [Fact]
    public async Task Clear_WithoutReading_ClearsWhatIsThere()
    {
        await Storage.WriteStateAsync("home", Home, await Read(Home));
        var blind = new GrainState<HomeState>();
        await Storage.ClearStateAsync("home", Home, blind);
        Assert.Equal(("2", false), (blind.ETag, blind.RecordExists));
        Assert.False((await Read(Home)).RecordExists);
    }

    [Fact]
    public async Task Write_ManyGrainsAtOnce_AllAreStoredUnderTheirKeys()
    {
        var keys = new[] { "42", "2A", "ffffffffffffffff", "0f8fad5bd9cb469fa16570867728950e", "0f8fad5bd9cb469fa16570867728950e+a", "42+a", "42+", "家-1" }
            .Concat(Enumerable.Range(0, 500).Select(i => $"home-{i}"))
            .ToArray();
        await Task.WhenAll(keys.Select(async key =>
        {
            var state = await Read(GrainId.Create("household", key));
            state.State!.Name = key;
            await Storage.WriteStateAsync("home", GrainId.Create("household", key), state);
        }));
        foreach (var key in keys)
        {
            Assert.Equal(key, (await Read(GrainId.Create("household", key))).State!.Name);
        }
    }

    private async Task<GrainState<HomeState>> Read(GrainId grain, string name = "home")
    {
        var state = new GrainState<HomeState>();
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    public sealed class HomeState
    {
        public string Name { get; set; } = "";

        public List<double> Readings { get; set; } = [];
    }
}
