using CityActors.Silo.Lists;

namespace CityActors.Silo.Access;

/// <summary>Nobody gives more than it has.</summary>
internal static class AccessRules
{
    /// <summary>Why a caller may not let somebody act in an area, or null.</summary>
    public static IResult? WhyNot(Caller caller, string area) => area switch
    {
        _ when !ListEndpoints.IsArea(area) => Problems.Bad("bad-area", $"'area' is {ListEndpoints.AreaForm}; empty: everywhere.", "area"),
        _ when !caller.May(Need.GrantAccess, new Subject(area)) => Problems.NotYourArea(caller, area),
        _ => null,
    };
}
