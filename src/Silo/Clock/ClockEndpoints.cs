using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Clock;

/// <summary>Reads the declared clock and, in a replay, moves it.</summary>
public static class ClockEndpoints
{
    private static readonly TimeSpan LongestLeap = TimeSpan.FromDays(366);

    /// <summary>Maps <c>/v1/clock</c>.</summary>
    public static void MapClock(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/clock", (DeclaredClock clock) => new ClockView(clock.Mode, clock.Now, clock.Horizon))
            .Needs(Need.ReadArea).WithSummary("The declared clock.");
        routes.MapPost("/v1/clock/advance", Advance)
            .Needs(Need.RunCity).Produces<ClockView>().Shows(new BodyExample("""{"to":"{now}"}""")).ReturnsFactPosition().WithSummary("Moves a replay's clock and processes everything up to that time.");
    }

    private static async Task<IResult> Advance(Body<AdvanceRequest> body, DeclaredClock clock, IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetService<ReplayDriver>() is not { } driver)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "wall-clock", "This Silo runs on the wall clock, which cannot be moved: start one with --Clock:Mode=replay.");
        }

        var to = body.Value.To;
        if (to > clock.Now + LongestLeap)
        {
            return Problems.Bad("bad-time", $"'to' is a time at most {LongestLeap.TotalDays:0} days after {clock.Now:O}.");
        }

        if (to < clock.Now)
        {
            return Results.Ok(new ClockView(clock.Mode, clock.Now, clock.Horizon));
        }

        await driver.Advance(to.ToUniversalTime(), cancellation);
        return Results.Ok(new ClockView(clock.Mode, clock.Now, clock.Horizon));
    }
}

/// <summary>Where the clock stands.</summary>
/// <param name="Mode"><c>wall</c> or <c>replay</c>.</param>
/// <param name="Now">UTC.</param>
/// <param name="Horizon">No observation may be later.</param>
public sealed record ClockView(string Mode, DateTimeOffset Now, DateTimeOffset Horizon);

/// <summary>Where to move the clock.</summary>
/// <param name="To">UTC.</param>
public sealed record AdvanceRequest(DateTimeOffset To);
