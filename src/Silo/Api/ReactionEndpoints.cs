using CityActors.Observations;
using CityActors.Reactions;
using CityActors.Silo.Access;
using CityActors.Silo.Lists;

namespace CityActors.Silo.Api;

/// <summary>Reactions that could not be delivered: an operator sees them, tries them again or gives them up.</summary>
public static class ReactionEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapReactions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/reactions", Read).Needs(Need.RunCity).Produces<HeldReactions>().WithSummary("Reactions that could not be delivered, oldest first; each holds up its own lane and nothing else.");
        routes.MapPost("/v1/reactions/{number:long}/retry", (IGrainFactory grains, IReactionPositions table, SiloSettings settings, long number, string target) =>
            Act(settings, table, number, target, held => Router(grains, held).Retry(number, target)))
            .Needs(Need.RunCity).Produces(StatusCodes.Status204NoContent).WithSummary("Retries one now; ?target= says whose.");
        routes.MapPost("/v1/reactions/{number:long}/skip", (IGrainFactory grains, IReactionPositions table, SiloSettings settings, long number, string target) =>
            Act(settings, table, number, target, held => Router(grains, held).Skip(number, target)))
            .Needs(Need.RunCity).Produces(StatusCodes.Status204NoContent).WithSummary("Skips one, so that its lane goes on without it; ?target= says whose.");
    }

    private static async Task<IResult> Read(IReactionPositions table, long? after, int? limit)
    {
        if (limit is < 1 or > ListPage.MostItems)
        {
            return Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.");
        }

        var held = await table.ReadHeld(after ?? 0, limit ?? ListPage.UsualItems);
        return Results.Ok(new HeldReactions([.. held.Select(static letter => new HeldReaction(
            letter.Number, letter.Target, letter.Subject, letter.Partition, letter.IsDead ? "dead" : letter.FailingSince is null ? "waiting" : "failing", letter.Attempts, letter.FailingSince, letter.Error))]));
    }

    private static async Task<IResult> Act(SiloSettings settings, IReactionPositions table, long number, string target, Func<HeldLetter, Task<bool>> act)
    {
        if (settings.IsReplay)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "replay", "In a replay a failed reaction stays dead, because the result must depend on the input alone. Start the replay again with a version that can handle it.");
        }

        var held = (await table.ReadHeld(number - 1, ListPage.MostItems)).FirstOrDefault(letter => letter.Number == number && letter.Target == target);
        return held is null || !await act(held)
            ? Problems.NotFound("held reaction", $"{number} for {target}")
            : Results.NoContent();
    }

    private static IReactionRouterGrain Router(IGrainFactory grains, HeldLetter held) => grains.GetGrain<IReactionRouterGrain>(Partitions.ReactionsKey(held.Partition));
}

/// <summary>Reactions that could not be delivered.</summary>
/// <param name="Items">The reactions.</param>
public sealed record HeldReactions(IReadOnlyList<HeldReaction> Items);

/// <summary>A reaction that could not be delivered.</summary>
/// <param name="Number">The number of its fact.</param>
/// <param name="Target">The grain it is for, <c>type/key</c>.</param>
/// <param name="Subject">The subject of its fact.</param>
/// <param name="Partition">The partition it is delivered from.</param>
/// <param name="State"><c>waiting</c> (behind another, or for the environment), <c>failing</c> (tried again), <c>dead</c> (not tried any more).</param>
/// <param name="Attempts">How often its grain failed on it.</param>
/// <param name="FailingSince">Since when, UTC, or null.</param>
/// <param name="Error">What happened at the last attempt.</param>
public sealed record HeldReaction(
    long Number, string Target, string Subject, int Partition, string State, int Attempts, DateTimeOffset? FailingSince, string Error);
