using System.Reflection;
using CityActors.Households;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Silo.Metering;

/// <summary><c>GET /v1/grains</c>: which grains are in memory, where, and how much they are asked.</summary>
public static class GrainsEndpoint
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10); // A deadline is told within moments: what is later than this waits for something.

    /// <summary>The grains' types by the names of their classes.</summary>
    private static readonly Lazy<Dictionary<string, string>> TypesByClass = new(static () => typeof(HouseholdOptions).Assembly.GetTypes()
        .Where(static type => type.GetCustomAttribute<GrainTypeAttribute>() is not null)
        .ToDictionary(static type => type.FullName!, static type => (string)type.GetCustomAttributesData().Single(static data => data.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value!));

    /// <summary>Maps the endpoint.</summary>
    public static void MapGrains(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/grains", Read).Needs(Need.RunCity)
        .WithSummary("Grains in memory by type, on which Silo they are, and the calls that this one's took.");

    private static async Task<GrainsAnswer> Read(IGrainFactory grains, GrainMeter meter, Database database, DeclaredClock clock)
    {
        var counted = meter.Read();
        var active = (await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Select(static entry => (Type: TypeOf(entry.GrainType), Silo: entry.SiloAddress.Endpoint.ToString(), entry.ActivationCount))
            .Where(static entry => entry.Type is not null)
            .GroupBy(static entry => entry.Type!, StringComparer.Ordinal);
        return new GrainsAnswer(
            [.. active.OrderBy(static type => type.Key, StringComparer.Ordinal).Select(type => new GrainTypeAnswer(
                type.Key,
                type.Sum(static entry => (long)entry.ActivationCount),
                counted.GetValueOrDefault(type.Key).Calls,
                counted.GetValueOrDefault(type.Key).Failures,
                [.. type.OrderBy(static entry => entry.Silo, StringComparer.Ordinal).Select(static entry => new ActivationsOnSilo(entry.Silo, entry.ActivationCount))]))],
            await DatabaseDeadlines.CountDue(database, clock.Now - Usual));
    }

    /// <summary>The type of a class, or null: it is not one of the city's grains.</summary>
    private static string? TypeOf(string className) => TypesByClass.Value.GetValueOrDefault(className.Split(',')[0]);
}

/// <summary>Which grains are in memory.</summary>
/// <param name="Types">The city's grains by type.</param>
/// <param name="DeadlinesOverdue">Deadlines that passed more than ten seconds ago and are not told yet.</param>
public sealed record GrainsAnswer(IReadOnlyList<GrainTypeAnswer> Types, long DeadlinesOverdue);

/// <summary>The grains of a type.</summary>
/// <param name="Type">The type, for example <c>household</c>.</param>
/// <param name="Activations">How many are in memory, on all Silos.</param>
/// <param name="Calls">Calls that those of this Silo took since it started; counted where there is a dashboard.</param>
/// <param name="Failures">Of these, how many ended with an exception.</param>
/// <param name="Silos">Where they are.</param>
public sealed record GrainTypeAnswer(string Type, long Activations, long Calls, long Failures, IReadOnlyList<ActivationsOnSilo> Silos);

/// <summary>How many grains of a type a Silo has in memory.</summary>
/// <param name="Silo">The Silo's address.</param>
/// <param name="Activations">How many.</param>
public sealed record ActivationsOnSilo(string Silo, int Activations);
