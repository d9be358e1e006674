using System.Globalization;
using System.Text.Json;
using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Demo;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Metering;
using CityActors.Silo.Notifications;
using CityActors.Storage;

namespace CityActors.Silo;

/// <summary>What happens between the engine's start and the first request, and back at the end.</summary>
public sealed class CityStart(
    SiloSettings settings,
    KeyBook keys,
    ListProjector projector,
    ListQueries lists,
    CellLocator cells,
    Backlog backlog,
    IGrainFactory grains,
    IServiceProvider services,
    PrometheusText metrics,
    IHostApplicationLifetime lifetime,
    ILogger<CityStart> logger) : IHostedService
{
    private const string KeysArea = "430103";
    private readonly List<BackgroundService> running = [];

    /// <summary>Whether requests may come.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = metrics.Write(); // Counts from the first observation on.
        Announce(await keys.Open(settings.AdminKey, KeysArea));
        await projector.Open();
        foreach (var card in await lists.ReadCells())
        {
            cells.Add(JsonSerializer.Deserialize<AreaCard>(card, FactRecords.Json)!);
        }

        await Start(projector, cancellationToken);
        await Start(backlog, cancellationToken);
        await Start(services.GetRequiredService<NotificationOutbox>(), cancellationToken);
        await Start(services.GetRequiredService<RetentionKeeper>(), cancellationToken);
        await WakeGrains();
        if (services.GetService<ReplayDriver>() is { } driver)
        {
            await Start(driver, cancellationToken);
        }

        if (settings.IsDemo)
        {
            await Start(services.GetRequiredService<DemoFeeder>(), cancellationToken);
        }

        IsReady = true;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsReady = false;
        foreach (var service in Enumerable.Reverse(running))
        {
            await service.StopAsync(cancellationToken);
        }
    }

    private async Task Start(BackgroundService service, CancellationToken cancellation)
    {
        await service.StartAsync(cancellation);
        running.Add(service);
        _ = Watch(service);
    }

    /// <summary>A service that ends by a fault ends the Silo, loudly: half a city is worse than a restart.</summary>
    private async Task Watch(BackgroundService service)
    {
        try
        {
            await (service.ExecuteTask ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // The Silo stops.
        }
#pragma warning disable CA1031 // Whatever it was, it must not pass unseen.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogCritical(fault, "{Service} failed; the Silo ends and can be started again.", service.GetType().Name);
            lifetime.StopApplication();
        }
    }

    /// <summary>Routers and due-books know every entity and every matter that is under way: waking them leaves nothing forgotten.</summary>
    private async Task WakeGrains()
    {
        for (var book = 0; book < DueBooks.Count; book++)
        {
            await grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).WakeAll();
        }

        if (settings.IsReplay)
        {
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, Partitions.Count).Select(partition =>
            grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)).Status())); // Awake, it pumps by itself every second.
    }

    private void Announce(IReadOnlyList<(string Name, string Key)> made)
    {
        var address = settings.Urls.Split(';')[0];
        var place = settings.Store.Length == 0 ? settings.Data : services.GetRequiredService<Database>().Place;
        if (made.Count == 0)
        {
            logger.LogInformation("CityActors listens on {Address}; data in {Data}.", address, place);
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            CityActors is new here: data in {place}.
            Its keys, shown this once (kept only as hashes):
            """));
        foreach (var (name, key) in made)
        {
            Console.WriteLine($"  {name,-14} {key}");
        }

        var dispatcher = made.First(entry => entry.Name.StartsWith("dispatcher", StringComparison.Ordinal)).Key;
        Console.WriteLine($"""

            Open the page:  {address}/#key={dispatcher}

            """);
    }
}
