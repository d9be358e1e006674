using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CityActors.Silo;

/// <summary>What happens between the silo's start and the first request, and back at the end.</summary>
public sealed class CityStart(
    SiloSettings settings,
    Credentials credentials,
    ApiKeys keys,
    ListProjector projector,
    Backlog backlog,
    CityStarter starter,
    CityDuties duties,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<CityStart> logger) : IHostedService
{
    private const string KeysArea = "430103";
    private readonly RunningServices running = new(lifetime, logger);

    /// <summary>Whether requests may come.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => IsReady = false);
        await credentials.Refresh();
        Announce(await FirstKeys());
        await duties.TryTake(cancellationToken);
        await projector.Open();
        foreach (var service in (BackgroundService[])[projector, backlog, duties, services.GetService<ReplayDriver>() ?? (BackgroundService)starter])
        {
            await running.Start(service, cancellationToken);
        }

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

    private async Task<IReadOnlyList<(string Name, string Key)>> FirstKeys()
    {
        if (settings.AdminKey.Length > 0)
        {
            await keys.TakeGiven(settings.AdminKey);
            return [];
        }

        var made = new List<(string, string)>();
        foreach (var role in (await keys.Read("", "", 1)).Count > 0 ? [] : Enum.GetValues<Role>())
        {
            var key = (await keys.Make(new NewKey(role, role == Role.Admin ? "" : KeysArea, "first start")))!;
            made.Add((key.Key.Name, key.Secret));
        }

        return made;
    }

    /// <summary>Prints new keys as soon as there are any, and the address once it can be called.</summary>
    private void Announce(IReadOnlyList<(string Name, string Key)> made)
    {
        var place = settings.Store.Length == 0 ? settings.Data : services.GetRequiredService<Database>().Place;
        if (made.Count > 0)
        {
            Console.WriteLine($"""

                CityActors is new here: data in {place}.
                Its keys, shown this once (kept only as hashes):
                """);
            foreach (var (name, key) in made)
            {
                Console.WriteLine($"  {name,-14} {key}");
            }
        }

        lifetime.ApplicationStarted.Register(() => AnnounceAddress(place, made));
    }

    private void AnnounceAddress(string place, IReadOnlyList<(string Name, string Key)> made)
    {
        var bound = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        logger.LogInformation("CityActors listens on {Addresses}; data in {Data}.", string.Join(", ", bound), place);
        if (made.FirstOrDefault(entry => entry.Name.StartsWith("dispatcher", StringComparison.Ordinal)).Key is { } dispatcher && bound.FirstOrDefault() is { } address)
        {
            Console.WriteLine($"""

                Open the page:  {address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)}/#key={dispatcher}

                """);
        }
    }
}
