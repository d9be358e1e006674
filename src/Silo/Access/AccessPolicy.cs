using CityActors.Places;

namespace CityActors.Silo.Access;

/// <summary>Who may what, of which area: the one function that every read, write, list, feed and export asks.</summary>
public static class AccessPolicy
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Staff = [Role.Viewer, Role.Officer, Role.Dispatcher, Role.Admin];
    private static readonly Role[] Officers = [Role.Officer, Role.Dispatcher, Role.Admin];
    private static readonly Role[] Dispatchers = [Role.Dispatcher, Role.Admin];
    private static readonly Role[] Admins = [Role.Admin];

    // Asked for every line of a batch.
    private static readonly bool[][] Table = [.. Enum.GetValues<Need>().Select(static need => Everybody.Select(role => RolesOf(need).Contains(role)).ToArray())];

    /// <summary>Whether a role may have a need of anything at all.</summary>
    public static bool MayEver(Role role, Need need) => Table[(int)need][(int)role];

    /// <summary>The roles that may have a need.</summary>
    public static IReadOnlyList<Role> RolesOf(Need need) => need switch
    {
        Need.BeKnown => Everybody,
        Need.SendObservations => [Role.Sensor, Role.Admin],
        Need.ReadCatalogue => [Role.Citizen, Role.Responder, .. Staff],
        Need.ReportMatter => [Role.Citizen, Role.Responder, .. Officers],
        Need.ReadMatter => [Role.Citizen, Role.Responder, .. Staff],
        Need.ActOnMatter => [Role.Citizen, Role.Responder, .. Officers],
        Need.ListMatters => [Role.Responder, .. Staff],
        Need.ListCases => [Role.Citizen, Role.Responder, .. Staff],
        Need.RateMatter => [Role.Citizen, .. Officers],
        Need.WorkOnMatter => [Role.Responder, .. Officers],
        Need.ReadResponder or Need.LocateResponder => [Role.Responder, .. Staff],
        Need.ReadArea => Staff,
        Need.HandleMatter or Need.HandleAlert or Need.LookAtHomes or Need.KeepDutyLog => Officers,
        Need.RegisterResponders => Dispatchers,
        Need.RegisterPlaces or Need.AnswerForArea or Need.GrantAccess or Need.RunCity => Admins,
        _ => [],
    };

    /// <summary>Whether a caller may have a need of a subject.</summary>
    public static Verdict Judge(Caller caller, Need need, Subject subject) => caller.Role switch
    {
        var role when !MayEver(role, need) => Verdict.NotYourRole,
        Role.Citizen or Role.Responder when IsOnlyOwn(need) => subject.IsOwn ? Verdict.Allowed : Verdict.Unseen,
        _ when !caller.Covers(subject.Area) => Verdict.NotYourArea,
        var role when need == Need.LocateResponder && !subject.IsOwn && !MayEver(role, Need.RegisterResponders) => Verdict.Unseen,
        var role when subject.Privacy != Privacy.Public && !SeesHomes(role) && need != Need.ReadMatter => Verdict.Unseen,
        _ => Verdict.Allowed,
    };

    /// <summary>What is known of a call before its subject: the role, and for what concerns the whole city also the area.</summary>
    public static Verdict AtTheDoor(Caller caller, Need need) => need == Need.RunCity
        ? Judge(caller, need, Subject.City)
        : MayEver(caller.Role, need) ? Verdict.Allowed : Verdict.NotYourRole;

    /// <summary>Whether a role sees where and how people live. Others learn of a home's matter that there is one in the community, and how it goes on.</summary>
    public static bool SeesHomes(Role role) => MayEver(role, Need.LookAtHomes);

    /// <summary>Who has neither a district nor a post sees what it reported itself, or is to handle.</summary>
    private static bool IsOnlyOwn(Need need) => need is Need.ReadMatter or Need.ListMatters or Need.ListCases or Need.ActOnMatter or Need.RateMatter or Need.WorkOnMatter or Need.ReadResponder or Need.LocateResponder;
}
