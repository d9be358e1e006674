namespace CityActors.Rights;

/// <summary>A node of the tree of organisations.</summary>
/// <param name="Code">Its code, for ever.</param>
/// <param name="Parent">The code of the unit above; empty: none is.</param>
/// <param name="English">What people call it.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Area">The code of the area that it serves; empty: the city as a whole.</param>
/// <param name="Kind">What it is, for example <c>district.court</c>: roles say posts of which kinds hold them.</param>
public sealed record Unit(string Code, string Parent, string English, string Chinese, string Area, string Kind);

/// <summary>A seat in a unit, or several alike: whoever is appointed to it holds its role in its area.</summary>
/// <param name="Code">Its code, for ever.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Role">The role.</param>
/// <param name="Area">The code of the area; it lies in the unit's.</param>
/// <param name="Seats">How many may hold it at once, deputies not counted.</param>
public sealed record Post(string Code, string Unit, string Role, string Area, int Seats);

/// <summary>Somebody holds a post for a time.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Post">The post.</param>
/// <param name="Account">By which account he acts.</param>
/// <param name="Person">Who he is: the key of a record of the register <c>person</c>, or empty where that is not known.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, UTC: at that very instant he holds it no more; null: until somebody ends it.</param>
/// <param name="DeputyOf">The number of the appointment that he stands in for, or null: he holds the post himself.</param>
public sealed record Appointment(long Number, string Post, string Account, string Person, DateTimeOffset From, DateTimeOffset? Until, long? DeputyOf)
{
    /// <summary>Whether it holds at an instant.</summary>
    public bool HoldsAt(DateTimeOffset at) => From <= at && !(Until <= at);

    /// <summary>Whether it and another hold at one instant.</summary>
    public bool Meets(Appointment other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !(Until <= other.From) && !(other.Until <= From);
    }
}

/// <summary>An appointment with its post.</summary>
/// <param name="Post">The post.</param>
/// <param name="UnitKind">What kind of unit has it.</param>
/// <param name="Appointment">The appointment.</param>
public sealed record HeldPost(Post Post, string UnitKind, Appointment Appointment);
