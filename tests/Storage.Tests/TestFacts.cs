using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Stores;

namespace CityActors.Storage.Tests;

/// <summary>Facts, and commits of nothing else.</summary>
internal static class TestFacts
{
    /// <summary>When they happened.</summary>
    public static DateTimeOffset At { get; } = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).AddTicks(7);

    /// <summary>A fact that everybody may know.</summary>
    public static AreaRegistered Area(string subject, long version) => new()
    {
        Subject = subject,
        Version = version,
        At = At.AddMinutes(-1),
        Area = "430103001",
        Place = new AreaCard { Code = "430103001", Name = "文源街道", Level = AreaLevel.Street },
    };

    /// <summary>Another one.</summary>
    public static EntityRegistered Entity(string subject, long version) => new()
    {
        Subject = subject,
        Version = version,
        At = At.AddMinutes(-1),
        Area = "430103001005001",
        Entity = new EntityCard { Id = subject, Type = "household", Cell = "430103001005001", Position = new GeoPoint(113, 28) },
    };

    /// <summary>One that only grains may know.</summary>
    public static ReportTaken Taken(string subject, long version) => new()
    {
        Subject = subject,
        Version = version,
        At = At.AddMinutes(-1),
        Area = "430103001",
        Report = "report-1",
    };

    /// <summary>Commits facts, each with its subject's order as the owner.</summary>
    public static async Task Tell(this DatabaseCityStorage storage, DateTimeOffset at, params CityFact[] facts)
    {
        foreach (var fact in facts)
        {
            await storage.Commit(new CityCommit { Owner = $"work-order/{fact.Subject}", At = at, Facts = [fact] });
        }
    }
}
