using System.ComponentModel.DataAnnotations;

namespace CityActors.Silo.People;

/// <summary>An OpenID Connect issuer by which people may sign in. Section <c>SignIn</c>; nothing there: by name and password only.</summary>
public sealed record IssuerSettings
{
    /// <summary>The section.</summary>
    public const string Section = "SignIn";

    /// <summary>The issuer's address. Key <c>SignIn:Authority</c>; <c>http</c> only on this machine.</summary>
    public string Authority { get; init; } = "";

    /// <summary>How the issuer calls this city. Key <c>SignIn:ClientId</c>.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The secret shared with the issuer. Key <c>SignIn:ClientSecret</c>.</summary>
    [MinLength(1)]
    public string ClientSecret { get; init; } = "";

    /// <summary>The claim that holds the name of the registered person. Key <c>SignIn:NameClaim</c>.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Whether there is an issuer.</summary>
    public bool IsThere => Authority.Length > 0;

    /// <summary>Whether the issuer is on this machine, where nobody listens in.</summary>
    public bool IsLocal => Uri.TryCreate(Authority, UriKind.Absolute, out var address) && address.IsLoopback;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong or missing.</exception>
    public static IssuerSettings Read(IConfiguration configuration)
    {
        var read = SettingBinder.Bind<IssuerSettings>(configuration, Section);
        return read switch
        {
            { IsThere: false } => read,
            _ when !Uri.TryCreate(read.Authority, UriKind.Absolute, out var address) || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)) =>
                throw new SettingException($"{Section}:Authority", $"is '{read.Authority}'", "give the issuer's address, which begins with https://"),
            { ClientId: "" } => throw new SettingException($"{Section}:ClientId", "is missing", "give the name by which the issuer knows this city"),
            { ClientSecret: "" } => throw new SettingException($"{Section}:ClientSecret", "is missing", "give the secret that the issuer has for this city"),
            _ => read,
        };
    }
}
