using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Notifications;

/// <summary>Who outside is notified, and how persistently. Keys under <c>Notifications</c>; <c>docs/notifications.md</c> shows them.</summary>
internal sealed partial record NotificationSettings
{
    /// <summary>The receiver of those whose name is not configured.</summary>
    public const string DefaultReceiver = "default";

    /// <summary>The receiver that is always there: the program's log.</summary>
    public const string LogReceiver = "log";

    /// <summary>With so many failed attempts a notification is a dead letter. Key <c>Notifications:Attempts</c>.</summary>
    /// <value>From 1 to 100. Default 12: about half an hour with a receiver that is down.</value>
    [Range(1, 100, ErrorMessage = "give a whole number from {1} to {2}")]
    public int Attempts { get; init; } = 12;

    /// <summary>The <c>source</c> of each call's event: with its id it is one of its kind among all cities that tell the same receiver. Key <c>Notifications:Source</c>.</summary>
    /// <value>A reference such as <c>https://city.example.org/</c>. Default <c>/v1/notifications</c>.</value>
    [RegularExpression("[!-~]{1,200}", ErrorMessage = "give a reference of 1 to 200 printable characters, for example https://city.example.org/")]
    public string Source { get; init; } = "/v1/notifications";

    /// <summary>How long a receiver may take to answer.</summary>
    /// <value>10 seconds: a receiver that works is quicker by far.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many notifications are on their way to one receiver at a time.</summary>
    /// <value>8: a burst is gone in seconds, and nobody is flooded.</value>
    public int AtOnce { get; init; } = 8;

    /// <summary>After so many failures in a row a receiver is only probed.</summary>
    /// <value>5: more than a restart of the receiver costs.</value>
    public int CircuitAfter { get; init; } = 5;

    private const string NewSecret = "give 'whsec_' and 24 to 64 random bytes in base64, for example by: echo whsec_$(openssl rand -base64 32)";

    /// <summary>The receivers configured, by name.</summary>
    public IReadOnlyList<ReceiverSetting> Receivers { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static NotificationSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Notifications");
        Know(section, "Attempts", "Source", "Receivers");
        return SettingBinder.Bind<NotificationSettings>(configuration, section.Path) with
        {
            Receivers = [.. section.GetSection("Receivers").GetChildren().Select(ReadReceiver).OrderBy(receiver => receiver.Name, StringComparer.Ordinal)],
        };
    }

    private static ReceiverSetting ReadReceiver(IConfigurationSection section)
    {
        Know(section, "Type", "Url", "Secret", "FormerSecret", "Private");
        var (name, type) = (section.Key.ToLowerInvariant(), section["Type"]);
        var (secret, former) = (section["Secret"] ?? "", section["FormerSecret"] ?? "");
        var url = Uri.TryCreate(section["Url"], UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
        return type switch
        {
            _ when !ReceiverName().IsMatch(name) =>
                throw Wrong("", "is not the name of a receiver", "use up to 60 letters, digits and hyphens, for example grid-officer"),
            not ("log" or "webhook") => throw Wrong(":Type", $"is '{type}'", "give 'log' or 'webhook'"),
            "log" when !string.IsNullOrEmpty(section["Url"]) => throw Needless(":Url"),
            "log" when secret.Length > 0 => throw Needless(":Secret"),
            "log" when former.Length > 0 => throw Needless(":FormerSecret"),
            "log" when !string.IsNullOrEmpty(section["Private"]) => throw Needless(":Private"),
            "log" => ReceiverSetting.Log(name),
            _ when name == LogReceiver => throw Wrong(":Type", "is 'webhook'", "'log' is the log's own name; choose another for the webhook"),
            _ when url is null => throw Wrong(":Url", "is not an absolute http or https address", "give one such as https://example.org/hooks/city"),
            _ when url.UserInfo.Length > 0 =>
                throw Wrong(":Url", "holds a user name, which would not be sent", "leave it out and set Secret, which signs every call"),
            _ when secret.Length > 0 && WebhookSignature.KeyOf(secret) is null => throw Wrong(":Secret", "is no secret of a webhook", NewSecret),
            _ when former.Length > 0 && WebhookSignature.KeyOf(former) is null => throw Wrong(":FormerSecret", "is no secret of a webhook", NewSecret),
            _ when former.Length > 0 && secret.Length == 0 => throw Wrong(":FormerSecret", "is given without a Secret", "give the new one as Secret, or leave both out"),
            _ when string.IsNullOrEmpty(section["Private"]) && IsInside(url) => throw Wrong(":Private", "is not given, and the address lies in the host's own networks", "give true if that is meant"),
            _ when !string.IsNullOrEmpty(section["Private"]) && !bool.TryParse(section["Private"], out _) => throw Wrong(":Private", $"is '{section["Private"]}'", "give true or false"),
            _ => new ReceiverSetting(name, url, [.. ((string[])[secret, former]).Where(static one => one.Length > 0).Select(static one => WebhookSignature.KeyOf(one)!)], bool.TryParse(section["Private"], out var isPrivate) && isPrivate),
        };

        // The address is not repeated: many services put a secret into its path.
        SettingException Wrong(string key, string wrong, string mend) => new(section.Path + key, wrong, mend);

        SettingException Needless(string key) => Wrong(key, "is given, but the receiver's Type is 'log'", "leave it out, or make the Type 'webhook'");
    }

    private static bool IsInside(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && !PublicAddresses.Has(address));

    private static void Know(IConfigurationSection section, params string[] keys)
    {
        if (section.GetChildren().FirstOrDefault(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
        {
            throw new SettingException(stranger.Path, "is not known", $"under {section.Path} there may be {string.Join(", ", keys)}");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex ReceiverName();
}

/// <summary>A receiver as configured.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Url">Where to post, or null: into the log.</param>
/// <param name="Keys">Each signs every call, the newest first; none: unsigned.</param>
/// <param name="IsPrivate">Whether the address may lie in the host's own networks.</param>
internal sealed record ReceiverSetting(string Name, Uri? Url, IReadOnlyList<byte[]> Keys, bool IsPrivate)
{
    /// <summary>A receiver whose notifications go into the log.</summary>
    public static ReceiverSetting Log(string name) => new(name, null, [], IsPrivate: false);
}
