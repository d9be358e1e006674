using System.Collections.Concurrent;

namespace CityActors.Silo.Cluster;

/// <summary>Services started in order and stopped in reverse. If one fails, the Silo stops, loudly: half a city is worse than a restart.</summary>
internal sealed class RunningServices(IHostApplicationLifetime lifetime, ILogger logger)
{
    private readonly ConcurrentStack<BackgroundService> running = new();

    /// <summary>Starts one more.</summary>
    public async Task Start(BackgroundService service, CancellationToken cancellation)
    {
        await service.StartAsync(cancellation);
        running.Push(service);
        _ = Watch(service, cancellation);
    }

    /// <summary>Stops all, the last first.</summary>
    public async Task Stop(CancellationToken cancellation)
    {
        while (running.TryPop(out var service))
        {
            await service.StopAsync(cancellation);
        }
    }

    private async Task Watch(BackgroundService service, CancellationToken end)
    {
        try
        {
            await (service.ExecuteTask ?? Task.CompletedTask);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested || !running.Contains(service))
        {
            // It was stopped.
        }
#pragma warning disable CA1031 // Whatever it was, it must not go unnoticed.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogCritical(fault, "{Service} failed; the Silo stops and can be started again.", service.GetType().Name);
            lifetime.StopApplication();
        }
    }
}
