using System.Globalization;
using System.Text.RegularExpressions;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>The names of callers. Keys and people share them, so that a name in a history means one of them only.</summary>
public static partial class CallerNames
{
    /// <summary>What a name looks like, for messages.</summary>
    public const string Form = "1 to 60 lower-case letters, digits, dots, hyphens and underscores, the first a letter or digit; not 'system', and none that begins with 'resp-'";

    private static readonly SqlQuery Count = new("""
        SELECT (SELECT count(*) FROM caller_key WHERE name = ?1) + (SELECT count(*) FROM person WHERE name = ?1)
        """);

    /// <summary>Whether a text can be a caller's name. Those of the city itself and of responders cannot.</summary>
    public static bool IsName(string text) =>
        Pattern().IsMatch(text) && text is not ("system" or "responder-actor") && !text.StartsWith("resp-", StringComparison.Ordinal);

    /// <summary>Whether somebody has a name already, or had it.</summary>
    internal static bool IsTaken(DatabaseSession session, string name) => session.Prepare(Count).Bind(1, name).First(static row => row.Int64(0)) > 0;

    /// <summary>A free name for a key of a role, such as <c>viewer-2</c>.</summary>
    internal static string NextFor(DatabaseSession session, Role role)
    {
        for (var number = 1; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{role.ToString().ToLowerInvariant()}-{number}");
            if (!IsTaken(session, name))
            {
                return name;
            }
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
