using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Silo;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Orleans;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Benchmarks.Cities;

/// <summary>Households in the database of a Silo that does not run: put there before its start, looked at after its end.</summary>
internal static class SettledHomes
{
    private const int Many = 1_024;

    /// <summary>Stores states and registrations as if the homes had lived there for two weeks.</summary>
    public static async Task Settle(SiloSettings settings, int homes)
    {
        await using var database = CityHost.OpenDatabase(settings);
        var serializer = new StateSerializer();
        var storage = Storage(database);
        var window = new Window(Many);
        foreach (var (number, state) in Homes.States(homes, serializer).Index())
        {
            var card = Homes.CardOf(number);
            await window.Room();
            window.Add(storage.Commit(new CityCommit
            {
                Owner = $"household/{card.Id}",
                At = Homes.LivedUntil,
                Head = serializer.Serialize(state),
                Facts = [new EntityRegistered { Subject = card.Id, Version = 1, At = Homes.LivedUntil, Area = card.Cell, Entity = card }],
            }));
        }

        await window.All();
    }

    /// <summary>Whether the log holds so many observations, none of them was set aside, and every home's stored state knows a reading at a time.</summary>
    public static async Task<bool> Know(SiloSettings settings, int homes, long sent, DateTimeOffset lastAt)
    {
        await using var database = CityHost.OpenDatabase(settings);
        var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
        var status = await log.Status();
        if (status.Partitions.Sum(partition => partition.LastOffset) != sent || (await log.ReadPoison(0, 1)).Count > 0)
        {
            return false;
        }

        var (storage, serializer) = (Storage(database), new StateSerializer());
        foreach (var chunk in Enumerable.Range(0, homes).Chunk(Many))
        {
            if (!(await Task.WhenAll(chunk.Select(Knows))).All(static knows => knows))
            {
                return false;
            }
        }

        return true;

        async Task<bool> Knows(int home)
        {
            var stored = await storage.Read($"household/{Homes.IdOf(home)}");
            return stored.Head is { } head && serializer.Deserialize<HouseholdState>(head.Span)!.Rhythm.PowerAt == lastAt.UtcDateTime;
        }
    }

    private static DatabaseCityStorage Storage(Database database) => new(database, ClusterSettings.ServiceId, TimeProvider.System);
}
