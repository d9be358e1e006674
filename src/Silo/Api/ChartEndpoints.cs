using CityActors.Cameras;
using CityActors.Households;
using CityActors.Silo.Access;
using CityActors.Terminals;

namespace CityActors.Silo.Api;

/// <summary>What an officer needs for a chart of one entity; where people live, each is a look at it.</summary>
public static class ChartEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapCharts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/terminals/{id}/readings", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason, DateTimeOffset? since) =>
            EntityEndpoints.Read(caller, grains, looks, id, "term-", "terminal", reason, async _ => Since(await grains.GetGrain<ITerminalGrain>(id).ReadReadings(), since)))
            .Needs(Need.ReadArea).Produces<TerminalReadings>().WithSummary("A terminal's last readings, as far as it still has them; where people live, a look that needs ?reason=.");
        routes.MapGet("/v1/households/{id}/rhythm", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason) =>
            EntityEndpoints.Read(caller, grains, looks, id, "home-", "household", reason, look => grains.GetGrain<IHouseholdGrain>(id).ReadRhythm(look)))
            .Needs(Need.LookAtHomes).Produces<HouseholdRhythm>().WithSummary("What is learnt of a household's rhythm, and its last readings; needs ?reason=; the look is logged first.");
        routes.MapGet("/v1/cameras/{id}/episodes", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason) =>
            EntityEndpoints.Read(caller, grains, looks, id, "cam-", "camera", reason, async _ => Listed(await grains.GetGrain<ICameraGrain>(id).ReadTracks())))
            .Needs(Need.ReadArea).Produces<CameraEpisodes>().WithSummary("The tracks that a camera follows, and those that ended lately; where people live, a look that needs ?reason=.");
    }

    private static TerminalReadings? Since(TerminalReadings? readings, DateTimeOffset? since) =>
        readings is null || since is null ? readings : readings with { Readings = [.. readings.Readings.Where(reading => reading.At >= since)] };

    private static CameraEpisodes? Listed(IReadOnlyList<CameraTrack>? tracks) => tracks is null ? null : new CameraEpisodes(tracks);
}

/// <summary>The tracks of a camera.</summary>
/// <param name="Episodes">Those that it follows and those that ended lately, the one that appeared last first.</param>
public sealed record CameraEpisodes(IReadOnlyList<CameraTrack> Episodes);
