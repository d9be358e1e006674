using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Notifications;

/// <summary>Who is told outside and how stubbornly. Keys under <c>Notifications</c>; <c>docs/notifications.md</c> shows them.</summary>
internal sealed partial record NotificationSettings
{
    /// <summary>The receiver of those whose name is not configured.</summary>
    public const string DefaultReceiver = "default";

    /// <summary>The receiver that is always there: the program's log.</summary>
    public const string LogReceiver = "log";

    private const string Section = "Notifications";
    private const int ShortestSecret = 16;

    /// <summary>With so many failed attempts a notification is a dead letter. Key <c>Notifications:Attempts</c>.</summary>
    /// <value>From 1 to 100. Default 12: about half an hour with a receiver that is down.</value>
    public int Attempts { get; init; } = 12;

    /// <summary>How long a receiver may take to answer.</summary>
    /// <value>10 seconds: a receiver that works is quicker by far.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many notifications are on their way to one receiver at a time.</summary>
    /// <value>8: a burst is gone in seconds, and nobody is flooded.</value>
    public int AtOnce { get; init; } = 8;

    /// <summary>After so many failures in a row a receiver is only probed.</summary>
    /// <value>5: more than a restart of the receiver costs.</value>
    public int CircuitAfter { get; init; } = 5;

    /// <summary>The receivers configured, by name.</summary>
    public IReadOnlyList<ReceiverSetting> Receivers { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static NotificationSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        Know(section, "Attempts", "Receivers");
        return new NotificationSettings
        {
            Attempts = ReadAttempts(section.GetSection("Attempts")),
            Receivers = [.. section.GetSection("Receivers").GetChildren().Select(ReadReceiver).OrderBy(receiver => receiver.Name, StringComparer.Ordinal)],
        };
    }

    private static int ReadAttempts(IConfigurationSection section) => section.Value switch
    {
        null or "" => 12,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100 => number,
        var text => throw new SettingException(section.Path, $"is '{text}'", "give a whole number from 1 to 100"),
    };

    private static ReceiverSetting ReadReceiver(IConfigurationSection section)
    {
        var name = section.Key.ToLowerInvariant();
        if (!ReceiverName().IsMatch(name))
        {
            throw new SettingException(section.Path, "is not the name of a receiver", "use up to 60 letters, digits and hyphens, for example grid-officer");
        }

        Know(section, "Type", "Url", "Secret");
        return section["Type"] switch
        {
            "log" => ReadLog(section, name),
            "webhook" when name == LogReceiver => throw new SettingException(
                $"{section.Path}:Type", "is 'webhook'", "'log' is the log's own name; choose another for the webhook"),
            "webhook" => new ReceiverSetting(name, ReadUrl(section), ReadSecret(section)),
            var type => throw new SettingException($"{section.Path}:Type", $"is '{type}'", "give 'log' or 'webhook'"),
        };
    }

    private static ReceiverSetting ReadLog(IConfigurationSection section, string name)
    {
        foreach (var key in new[] { "Url", "Secret" })
        {
            if (!string.IsNullOrEmpty(section[key]))
            {
                throw new SettingException($"{section.Path}:{key}", "is given, but the receiver's Type is 'log'", "leave it out, or make the Type 'webhook'");
            }
        }

        return new ReceiverSetting(name, null, "");
    }

    private static Uri ReadUrl(IConfigurationSection section)
    {
        // The address is not repeated in messages: many services put a secret into its path.
        var key = $"{section.Path}:Url";
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new SettingException(key, "is not an absolute http or https address", "give one such as https://example.org/hooks/city");
        }

        return url.UserInfo.Length == 0
            ? url
            : throw new SettingException(key, "holds a user name, which would not be sent", "leave it out and set Secret, which signs every body");
    }

    private static string ReadSecret(IConfigurationSection section)
    {
        var secret = section["Secret"] ?? "";
        return secret.Length is 0 or >= ShortestSecret
            ? secret
            : throw new SettingException($"{section.Path}:Secret", $"is shorter than {ShortestSecret} characters", "give a long random text, or leave it out to send without a signature");
    }

    private static void Know(IConfigurationSection section, params string[] keys)
    {
        foreach (var child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new SettingException(child.Path, "is not known", $"under {section.Path} there may be {string.Join(", ", keys)}");
            }
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex ReceiverName();
}

/// <summary>A receiver as configured.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Url">Where to post, or null: into the log.</param>
/// <param name="Secret">Signs the bodies; empty: unsigned.</param>
internal sealed record ReceiverSetting(string Name, Uri? Url, string Secret);
