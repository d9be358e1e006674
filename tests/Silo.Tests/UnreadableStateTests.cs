using CityActors.Commits;
using CityActors.Places;
using CityActors.Silo.Orleans;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityActors.Silo.Tests;

/// <summary>A database that cannot be read is a fault of the environment to whoever calls a grain, so that no letter and no reading is blamed for it.</summary>
public sealed class UnreadableStateTests : IAsyncLifetime
{
    private readonly DeafStorage storage = new();
    private IHost silo = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(orleans => orleans.UseInProcessOnly().AddCityCodecs());
        builder.Services.AddSingleton<ICityStorage>(storage).AddSingleton<StateSerializer>().AddSingleton<CityServices>().AddSingleton<IAreaFigures, NoFigures>();
        silo = builder.Build();
        await silo.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.StopAsync(CancellationToken.None);
        silo.Dispose();
    }

    [Fact]
    public async Task Call_StateCannotBeRead_IsAFaultOfTheEnvironment()
    {
        var fault = await Assert.ThrowsAnyAsync<OrleansException>(() => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAreaGrain>("430103").Read());
        Assert.Contains("area/430103", $"{fault}", StringComparison.Ordinal);
    }

    private sealed class DeafStorage : ICityStorage
    {
        public Task<StoredState> Read(string owner) => Task.FromException<StoredState>(new StorageUnavailableException(StorageFault.InputOutput, "The disk does not answer."));

        public Task<CommitReceipt> Commit(CityCommit commit) => throw new NotSupportedException();

        public Task<long> Heard(string owner, string lane) => throw new NotSupportedException();
    }

    private sealed class NoFigures : IAreaFigures
    {
        public Task<AreaFigures> Count(string areaCode) => throw new NotSupportedException();
    }
}
