using System.Globalization;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Notifications;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>What a step of a ladder tells in the words of its pack.</summary>
internal static class LadderWords
{
    private const string Roster = "has(roster)";

    /// <summary>The notification in those words, and whether it is of somebody of a roster.</summary>
    /// <param name="step">The step.</param>
    /// <param name="text">Its text, or null: the alert's own.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="usual">What would be told otherwise.</param>
    public static Notification Of(LadderStepSpec step, TextSpec? text, Alert alert, Notification usual) => usual with
    {
        English = text is null ? usual.English : TextHoles.Fill(text.En!, name => Hole(name, alert)),
        Chinese = text is null ? usual.Chinese : TextHoles.Fill(text.Zh!, name => Hole(name, alert)),
        IsOfRoster = step.If?.Contains(Roster, StringComparison.Ordinal) == true,
    };

    private static string Hole(string name, Alert alert) => name switch
    {
        "place" => string.Create(CultureInfo.InvariantCulture, $"{alert.Zone} ({alert.Position.Latitude:0.00000}, {alert.Position.Longitude:0.00000})"),
        "zone" => alert.Zone,
        "level" => alert.Level.ToString(CultureInfo.InvariantCulture),
        "since" => $"{alert.OpenedAt.ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}",
        _ => "?",
    };
}
