using CityActors.Silo.Clock;
using CityActors.Silo.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Storage;

namespace CityActors.Simulation;

/// <summary>A real silo without ports on a clock that stands still until a test moves it.</summary>
internal sealed class SteppedSilo : IAsyncDisposable
{
    private readonly IHost host;
    private readonly ReplayClock clock;

    private SteppedSilo(IHost host, ReplayClock clock)
    {
        this.host = host;
        this.clock = clock;
    }

    public IServiceProvider Services => host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo.</summary>
    /// <param name="clock">The time of its grains; more than one silo may follow another on it.</param>
    /// <param name="storage">What keeps the states, strictly.</param>
    /// <param name="configure">Adds what the grains need besides.</param>
    /// <param name="time">What the grains see of the clock; the clock itself where it is null.</param>
    public static async Task<SteppedSilo> Start(ReplayClock clock, IGrainStorage storage, Action<ISiloBuilder> configure, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseInProcessOnly();
            silo.Configure<SchedulingOptions>(options => options.ActivationSchedulingQuantum = TimeSpan.Zero); // Real time decides nothing.
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(10));
            silo.AddCityCodecs();
            silo.AddStrictStorage(_ => storage);
            silo.UseGrainTime(_ => time ?? clock);
            silo.Services.RemoveAll<TimeProvider>().AddSingleton(time ?? clock);
            silo.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
            configure(silo);
        });
        var host = builder.Build();
        var contexts = host.Services.GetRequiredService<IGrainContextAccessor>();
        clock.OwnerNow = () => contexts.GrainContext?.GrainId.ToString() ?? "";
        await Task.Run(() => host.StartAsync());
        return new SteppedSilo(host, clock);
    }

    /// <summary>Completes when nothing is under way and nothing is due; the clock stands.</summary>
    public Task Settle() => Task.Run(async () =>
    {
        do
        {
            await OneWorker.WhenIdle(null, CancellationToken.None);
        }
        while (clock.FireNext());
    });

    /// <summary>Moves time from event to event, each to its end.</summary>
    public async Task RunTo(DateTimeOffset end)
    {
        await Settle();
        while (clock.NextDue is { } due && due <= end)
        {
            clock.MoveTo(due);
            await Settle();
        }

        clock.MoveTo(end);
        await Settle();
    }

    /// <summary>Ends the activation of a grain, as when it was long idle.</summary>
    public async Task Deactivate(IAddressable grain)
    {
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await Settle();
    }

    /// <summary>Ends the process of the silo as a power cut: nobody gets the chance to write.</summary>
    public async Task Cut()
    {
        try
        {
            await Task.Run(() => host.StopAsync(new CancellationToken(canceled: true)));
        }
        catch (OperationCanceledException)
        {
            // It was not asked to wait for anything.
        }

        host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() => host.StopAsync());
        host.Dispose();
    }
}
