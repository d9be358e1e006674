namespace CityActors.Silo.Access;

/// <summary>What a call is for. Every endpoint names one; <see cref="AccessPolicy"/> says whose calls may have it.</summary>
public enum Need
{
    /// <summary>To be somebody: what concerns the caller itself, and nobody else.</summary>
    BeKnown,

    /// <summary>Sends observations.</summary>
    SendObservations,

    /// <summary>Reads what is the same for everybody: the catalogue.</summary>
    ReadCatalogue,

    /// <summary>Reports a matter.</summary>
    ReportMatter,

    /// <summary>Reads a matter.</summary>
    ReadMatter,

    /// <summary>Lists matters.</summary>
    ListMatters,

    /// <summary>Lists cases.</summary>
    ListCases,

    /// <summary>Does anything about a matter; each command then has a need of its own.</summary>
    ActOnMatter,

    /// <summary>Rates a matter.</summary>
    RateMatter,

    /// <summary>Does what a responder does on a matter: signs for it, declines it, starts, submits.</summary>
    WorkOnMatter,

    /// <summary>Decides what becomes of a matter, and reads what people wrote about it.</summary>
    HandleMatter,

    /// <summary>Reads lists, figures and the feed of an area.</summary>
    ReadArea,

    /// <summary>Reads a responder.</summary>
    ReadResponder,

    /// <summary>Learns where a responder is that is not at work.</summary>
    LocateResponder,

    /// <summary>Acts on an alert.</summary>
    HandleAlert,

    /// <summary>Learns where and how people live, and who is notified of it.</summary>
    LookAtHomes,

    /// <summary>Reads the duty log and writes into it.</summary>
    KeepDutyLog,

    /// <summary>Registers or retires a responder.</summary>
    RegisterResponders,

    /// <summary>Registers or retires an area, a household or a device; generates a district.</summary>
    RegisterPlaces,

    /// <summary>Reads what is kept for whoever answers for an area: the audit, the looks, devices to be repaired, the export; tries dead letters again.</summary>
    AnswerForArea,

    /// <summary>Gives and takes keys; registers people.</summary>
    GrantAccess,

    /// <summary>Runs the city as a whole: its clock, its settings, reactions that could not be delivered, the dashboard.</summary>
    RunCity,
}

/// <summary>What a call is about.</summary>
/// <param name="Area">The code of its cell or area; empty: the city as a whole.</param>
/// <param name="Privacy">Whether it tells how people live.</param>
/// <param name="IsOwn">Whether the caller reported it, was asked to handle it, or is it.</param>
public readonly record struct Subject(string Area, Places.Privacy Privacy = Places.Privacy.Public, bool IsOwn = false)
{
    /// <summary>The city as a whole.</summary>
    public static Subject City => new("");
}

/// <summary>Whether a call may be answered.</summary>
public enum Verdict
{
    /// <summary>It may.</summary>
    Allowed,

    /// <summary>The role may never do this.</summary>
    NotYourRole,

    /// <summary>The role may, but not there.</summary>
    NotYourArea,

    /// <summary>The caller is not to learn that there is anything.</summary>
    Unseen,
}
