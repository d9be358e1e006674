using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Packs;
using CityActors.Silo.People;
using CityActors.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CityActors.Silo;

/// <summary>What happens between the silo's start and the first request, and back at the end.</summary>
public sealed class CityStart(
    SiloSettings settings,
    Credentials credentials,
    ApiKeys keys,
    FirstAdministrator first,
    ListProjector projector,
    Backlog backlog,
    CityStarter starter,
    CityDuties duties,
    PackNotes notes,
    CityPacks packs,
    RecentWindow recent,
    IObservationLog log,
    Kinds kinds,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<CityStart> logger) : IHostedService
{
    private readonly RunningServices running = new(lifetime, logger);

    /// <summary>Whether requests may come.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => IsReady = false);
        await credentials.Refresh();
        if (settings.AdminKey.Length > 0)
        {
            await keys.TakeGiven(settings.AdminKey);
        }

        var link = await first.Open();
        lifetime.ApplicationStarted.Register(() => Announce(link));
        await duties.TryTake(cancellationToken);
        await projector.Open();
        notes.ForEach(note => logger.LogInformation("{Note}", note));
        foreach (var service in (BackgroundService[])[projector, backlog, duties, services.GetService<ReplayDriver>() ?? (BackgroundService)starter])
        {
            await running.Start(service, cancellationToken);
        }

        await recent.Restore(log, kinds, cancellationToken);
        await packs.Tell(); // What was switched and could not be told before the Silo ended.
        IsReady = true;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await running.Stop(cancellationToken);
        if (!settings.IsReplay)
        {
            await starter.StopDelivering(cancellationToken); // A replay's driver has ended; nobody else may deliver there, not even while it ends.
        }
    }

    /// <summary>Says where the city can be called once it can be. Secrets go to a terminal only, never to a journal.</summary>
    private void Announce(string? link)
    {
        var place = settings.Store.Length == 0 ? settings.Data : services.GetRequiredService<Database>().Place;
        var bound = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        logger.LogInformation("CityActors listens on {Addresses}; data in {Data}.", string.Join(", ", bound), place);
        if (link is null)
        {
            return;
        }

        logger.LogInformation("The city has no administrator yet. The link that makes the first one is good for a day and stands in {File}.", first.File);
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine($"""

                Open the page and choose your name and password:  {link}

                """);
        }
    }
}
