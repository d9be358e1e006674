using System.Globalization;
using CityActors.Client.Replays;
using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>An example on a thing of its own: what is sent, and whether what came is what it says.</summary>
/// <param name="File">Its file.</param>
/// <param name="Number">Its number in the file, from 0.</param>
/// <param name="Spec">What it says.</param>
/// <param name="Thing">The thing's id.</param>
internal sealed record ExampleRun(string File, int Number, ExampleSpec Spec, string Thing)
{
    /// <summary>What becomes of commands that no device confirms: in an example none does.</summary>
    public IReadOnlySet<string> Unconfirmed { get; init; } = new HashSet<string>();

    /// <summary>When the first reading is.</summary>
    public DateTimeOffset From => Spec.Given.Min(static series => Time(series.From));

    /// <summary>Up to when it is judged.</summary>
    public DateTimeOffset Until => Spec.Until is { } until ? Time(until) : Lines.Max(static line => line.At);

    /// <summary>What is sent.</summary>
    public IEnumerable<Observation> Lines => Spec.Given.SelectMany(series => series.Values.Select((value, i) => (series, value, i)))
        .Where(static reading => reading.value is not null)
        .Select(reading => new Observation
        {
            Entity = Thing,
            Kind = reading.series.Of,
            At = Time(reading.series.From) + (PackWords.Length(reading.series.Every)!.Value * reading.i),
            Value = reading.value!.Value,
        });

    /// <summary>What is wrong, or null: all came as it says.</summary>
    public string? Wrong(IReadOnlyList<AlertStory> all)
    {
        var came = Came(all).Select(static story => (story.Alert.Kind, story.Level, Opened: Text(story.Alert.OpenedAt), Ended: story.Alert.ClearedAt is { } at ? Text(at) : null)).ToList();
        var isAsSaid = came.Count == Spec.Expect.Count && came.Zip(Spec.Expect).All(static pair =>
            pair.First.Kind == pair.Second.Alert && (pair.Second.Level is not { } level || pair.First.Level == level) && pair.First.Opened == pair.Second.Opened && pair.First.Ended == pair.Second.Ended);
        return isAsSaid ? null : $"'{Spec.Example}' is to give {Join(Spec.Expect.Select(static alert => (alert.Alert, alert.Level ?? 0, alert.Opened, alert.Ended)))}; it gave {Join(came)}.";
    }

    /// <summary>Its alerts as they were when it was over.</summary>
    public IEnumerable<AlertStory> Came(IReadOnlyList<AlertStory> all) => all.Where(story => story.Alert.Entity == Thing && story.Alert.OpenedAt <= Until && !Unconfirmed.Contains(story.Alert.Kind))
        .OrderBy(static story => story.Alert.OpenedAt).ThenBy(static story => story.Alert.Kind, StringComparer.Ordinal)
        .Select(story => story with { Alert = story.Alert with { ClearedAt = story.Alert.ClearedAt <= Until ? story.Alert.ClearedAt : null } });

    /// <summary>A time of an example.</summary>
    public static DateTimeOffset Time(string text) => new(DateTime.ParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), ReplayClock.ChinaStandardTime);

    private static string Text(DateTimeOffset at) => at.ToOffset(ReplayClock.ChinaStandardTime).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<(string Kind, int Level, string Opened, string? Ended)> alerts) =>
        string.Join(", ", alerts.Select(static alert => $"{alert.Kind}{(alert.Level > 0 ? $" of level {alert.Level}" : "")} from {alert.Opened}{(alert.Ended is null ? ", open" : $" to {alert.Ended}")}")) is { Length: > 0 } joined ? joined : "nothing";
}
