using CityActors.Households;
using CityActors.Places;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Texts;

namespace CityActors.Silo.Access;

/// <summary>Lets callers look at how people live: with a reason, logged before the look is answered, also where it is refused.</summary>
public sealed class HouseholdLooks(EntityRegistry registry, ListProjector lists, HouseholdAccessLog log, DeclaredClock clock)
{
    private const int ShortestReason = 3;
    private const int LongestReason = 300;

    /// <summary>Asks whether a caller may see an entity.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The entity.</param>
    /// <param name="what">What it is, for the refusal.</param>
    /// <param name="reason">Why, as the caller says.</param>
    /// <returns>The look, logged if the entity's card asks for that; or why there is none.</returns>
    public async Task<(HouseholdLook? Look, IResult? Refusal)> Ask(Caller caller, string id, string what, string? reason)
    {
        if (await Find(id) is not { } found)
        {
            return (null, Problems.NotFound(what, id));
        }

        var look = new HouseholdLook(caller.Name, reason?.Trim() ?? "", clock.Now);
        var isPublic = found.Privacy == Privacy.Public;
        if (!caller.May(isPublic ? Need.ReadArea : Need.LookAtHomes, new Subject(found.Cell, found.Privacy)))
        {
            if (!isPublic)
            {
                await log.Log(caller, id, look with { Reason = Characters.In(look.Reason) > LongestReason ? "" : look.Reason }, isRefused: true);
            }

            return (null, Problems.NotFound(what, id));
        }

        if (isPublic || found.IsRetired)
        {
            return (look, null); // Of what was taken out of service there is nothing to see but that it was.
        }

        if (Characters.In(look.Reason) is not (>= ShortestReason and <= LongestReason))
        {
            return (null, Problems.Bad("no-reason", $"A look at how people live needs '?reason=' with {ShortestReason} to {LongestReason} characters; it is logged."));
        }

        await log.Log(caller, id, look, isRefused: false);
        return (look, null);
    }

    /// <summary>What is registered under an id, at any Silo, or null.</summary>
    public async Task<RegisteredEntity?> Find(string id)
    {
        if (registry.Find(id) is { } found)
        {
            return found;
        }

        await lists.NoteRegistered(CancellationToken.None);
        return registry.Find(id);
    }
}
