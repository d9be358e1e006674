using CityActors.Districts;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Api;

/// <summary>Registers an entity for a caller, if its card is in order and both where it stands and where it stood are the caller's.</summary>
internal sealed class Registering(IHttpContextAccessor context, HouseholdLooks looks, PlaceCheck places, DeclaredClock clock)
{
    /// <summary>Registers it.</summary>
    /// <param name="id">Its id in the address.</param>
    /// <param name="prefix">How the ids of its type begin.</param>
    /// <param name="type">Its type.</param>
    /// <param name="card">Its card.</param>
    /// <param name="register">Does it, at a time.</param>
    /// <param name="wrong">What is wrong with the rest of the body, or null.</param>
    public async Task<IResult> Put(string id, string prefix, string type, EntityCard card, Func<DateTimeOffset, Task> register, string? wrong)
    {
        if (!Commands.IsIdOf(prefix, id) || card.Id != id || card.Type != type)
        {
            return Problems.Bad("bad-id", $"The id begins with '{prefix}', has lower-case letters, digits and '-', and is the same in address and card; the card's type is '{type}'.");
        }

        if (card.Cell.Length != 15 || !card.Cell.All(char.IsAsciiDigit) || !Positions.IsOnEarth(card.Position))
        {
            return Problems.Bad("bad-place", "The card needs the 15-digit code of its cell and a position in WGS-84 degrees.");
        }

        if (wrong is not null)
        {
            return Problems.Bad("bad-registration", wrong);
        }

        var caller = Caller.Of(context.HttpContext!);
        if (!caller.May(Need.RegisterPlaces, new Subject(card.Cell)))
        {
            return Problems.NotYourArea(caller, card.Cell);
        }

        if (await looks.Find(id) is { } before && !caller.May(Need.RegisterPlaces, new Subject(before.Cell)))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "not-your-area", $"'{id}' is registered outside area '{caller.Area}': its own administrator moves it.");
        }

        if (await places.WhyNotIn(card) is { } misplaced)
        {
            return misplaced;
        }

        await register(clock.Now);
        return Results.NoContent();
    }
}
