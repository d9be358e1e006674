using System.Collections.Concurrent;
using CityActors.Deadlines;
using CityActors.Engine;
using CityActors.Engine.Hosting;
using CityActors.Facts;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CityActors.WorkOrders;

/// <summary>The order grains on the embedded engine, over a disk that outlives it.</summary>
internal sealed class OrderCity : IAsyncDisposable
{
    private readonly IHost host;
    private readonly HandClock clock;

    private OrderCity(IHost host, HandClock clock)
    {
        this.host = host;
        this.clock = clock;
    }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    private IEngineControl Control => host.Services.GetRequiredService<IEngineControl>();

    public static async Task<OrderCity> Start(Disk disk, IFactLog facts, HandClock clock)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(facts);
        builder.Services.AddSingleton(OrderRun.Catalogue);
        builder.Services.AddSingleton(OrderRun.Calendar);
        builder.Services.AddOptions();
        builder.Services.AddSingleton<DrillDesk>();
        builder.Services.AddSingleton<Alerts.EntityServices>(); // The engine wants every grain's services, used here or not.
        builder.Services.AddSingleton<Observations.IObservationLog>(new Observations.MemoryObservationLog(clock));
        builder.Services.AddSingleton<Places.IAreaFigures, NoFigures>();
        builder.UseOrleans(silo =>
        {
            silo.ConfigureEngine(static options => options.Loops = 1);
            silo.UseInMemoryReminderService().AddMemoryStreams(Observations.Nudges.Provider);
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", disk);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new OrderCity(host, clock);
    }

    /// <summary>As at the start of a Silo.</summary>
    public async Task WakeAll()
    {
        for (var book = 0; book < DueBooks.Count; book++)
        {
            await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).WakeAll();
        }

        await RunTo(clock.GetUtcNow());
    }

    /// <summary>Lets time pass from due time to due time, everything done at each.</summary>
    public async Task RunTo(DateTimeOffset end)
    {
        await Control.WhenIdle(TestContext.Current.CancellationToken);
        while (Control.NextDue is { } due && due <= end)
        {
            clock.MoveTo(due > clock.GetUtcNow() ? due : clock.GetUtcNow());
            await Control.WhenIdle(TestContext.Current.CancellationToken);
        }

        clock.MoveTo(end);
        await Control.WhenIdle(TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<DueEntry>> Deadlines(string owner) =>
        (await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(owner)).Upcoming()).Where(entry => entry.Owner == owner).ToArray();

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await host.StopAsync(limit.Token);
        host.Dispose();
    }
}

/// <summary>Grain states as JSON, kept from one silo to the next.</summary>
internal sealed class Disk : IGrainStorage
{
    private readonly StateSerializer serializer = new();
    private readonly ConcurrentDictionary<string, byte[]> records = new(StringComparer.Ordinal);

    /// <summary>After a power cut nothing more arrives.</summary>
    public bool IsCut { get; set; }

    public int Writes { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.TryGetValue($"{stateName}/{grainId}", out var json);
        grainState.State = json is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(json);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (IsCut)
        {
            throw new InconsistentStateException("The power is cut.");
        }

        records[$"{stateName}/{grainId}"] = serializer.Serialize(grainState.State);
        grainState.RecordExists = true;
        Writes++;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        records.TryRemove($"{stateName}/{grainId}", out _);
        return Task.CompletedTask;
    }

    /// <summary>The disk as it is now, for the silo after the power cut.</summary>
    public Disk Copy()
    {
        var copy = new Disk();
        foreach (var (key, json) in records)
        {
            copy.records[key] = json;
        }

        return copy;
    }
}

internal sealed class NoFigures : Places.IAreaFigures
{
    public Task<Places.AreaFigures> Count(string areaCode) => throw new NotSupportedException("No area is asked here.");
}
