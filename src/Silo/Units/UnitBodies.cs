using CityActors.Rights;
using CityActors.Tables;

namespace CityActors.Silo.Units;

/// <summary>A table of units.</summary>
/// <param name="Csv">Comma-separated values with the columns code, parent, en, zh, area, kind.</param>
/// <param name="Reason">Why.</param>
/// <param name="DryRun">Whether it is only to be checked.</param>
public sealed record UnitTableBody(string Csv, string Reason, bool DryRun = false);

/// <summary>What became of a table.</summary>
/// <param name="Done">Whether it was taken over.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Added">How many are new.</param>
/// <param name="Changed">How many change what is there.</param>
/// <param name="Faults">What is wrong, by row and column: then nothing was taken over.</param>
public sealed record TableAnswer(bool Done, int Rows, int Added, int Changed, IReadOnlyList<CsvFault> Faults)
{
    /// <summary>As a reply: a table with faults that was to be taken over is refused.</summary>
    internal static IResult Reply(TableAnswer answer, bool isDryRun) =>
        Results.Json(answer, statusCode: answer.Faults.Count > 0 && !isDryRun ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}

/// <summary>A post to be set up or changed.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Role">The role.</param>
/// <param name="Area">The code of the area.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seats">How many may hold it at once.</param>
public sealed record PostBody(string Unit, string Role, string Area, string Reason, int Seats = 1);

/// <summary>Somebody to be appointed.</summary>
/// <param name="Account">By which account he acts.</param>
/// <param name="Reason">Why.</param>
/// <param name="Person">Who he is: the key of his record in the register <c>person</c>; empty: not known.</param>
/// <param name="From">From when; none: from now on.</param>
/// <param name="Until">Until when; none: until somebody ends it. A deputy has one.</param>
/// <param name="DeputyOf">The number of the appointment that he stands in for; none: he holds the post himself.</param>
public sealed record AppointmentBody(string Account, string Reason, string Person = "", DateTimeOffset? From = null, DateTimeOffset? Until = null, long? DeputyOf = null);

/// <summary>An appointment to be ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When; none: now.</param>
public sealed record AppointmentEndBody(string Reason, DateTimeOffset? At = null);

/// <summary>A post with its appointments.</summary>
/// <param name="Post">The post.</param>
/// <param name="Holders">How many hold it now, deputies not counted.</param>
/// <param name="Appointments">All of them, past and future ones too.</param>
public sealed record PostAnswer(Post Post, int Holders, IReadOnlyList<Appointment> Appointments);

/// <summary>The roles of the packs that are on.</summary>
/// <param name="Roles">The roles.</param>
public sealed record RolesAnswer(IReadOnlyList<RoleAnswer> Roles);
