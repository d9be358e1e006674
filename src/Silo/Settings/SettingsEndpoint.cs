using CityActors.Silo.Access;

namespace CityActors.Silo.Settings;

/// <summary><c>GET /v1/settings</c>: by which parameters this city's rules decide.</summary>
public static class SettingsEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/settings", static (RuleSettings rules) => new SettingList(rules.Parameters))
        .Needs(Need.RunCity)
        .WithSummary("The parameters of the rules: value, default, range and where each was given.");
}

/// <summary>The parameters of the rules.</summary>
/// <param name="Items">The parameters, rule by rule.</param>
public sealed record SettingList(IReadOnlyList<RuleParameter> Items);

/// <summary>A parameter of a rule.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, as it may be given.</param>
/// <param name="Default">What it is where it is not given.</param>
/// <param name="Least">The least that may be given, or null.</param>
/// <param name="Most">The most that may be given, or null.</param>
/// <param name="Type">What it is: a time, a number, or what may be chosen.</param>
/// <param name="Origin">Where it was given: <c>default</c>, <c>settings file</c>, <c>city</c>, <c>environment</c> or <c>command line</c>.</param>
/// <param name="Meaning">What it means, or null where the program came without its documentation.</param>
public sealed record RuleParameter(
    string Key, string Value, string Default, string? Least, string? Most, string Type, string Origin, string? Meaning);
