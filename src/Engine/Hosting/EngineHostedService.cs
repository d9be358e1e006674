using CityActors.Engine.Reminders;
using Microsoft.Extensions.Hosting;

namespace CityActors.Engine.Hosting;

/// <summary>Starts the engine before the web server and ends it after.</summary>
internal sealed class EngineHostedService(GrainEngine engine, ReminderService reminders) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        engine.Start();
        await reminders.Start(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.Stop(cancellationToken);
}
