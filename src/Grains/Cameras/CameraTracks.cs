using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Cameras;

/// <summary>What an officer sees of a camera: the tracks that it follows and those that ended lately.</summary>
internal static class CameraTracks
{
    /// <summary>The tracks, the one that appeared last first.</summary>
    /// <param name="scene">What the camera sees.</param>
    /// <param name="heard">What it was lately judged from, by time.</param>
    /// <param name="open">Its open alerts.</param>
    /// <param name="kinds">The kinds of observation.</param>
    /// <param name="program">By what it is judged.</param>
    public static IReadOnlyList<CameraTrack> Of(SceneState scene, IReadOnlyList<HeardItem> heard, IReadOnlyList<Alert> open, Kinds kinds, TrackProgram program)
    {
        var told = heard.Where(static item => item.Track is not null).ToLookup(item => (kinds.Of(item.Kind).Name, item.Track!.Id));
        var present = scene.Tracks.Select(track => new CameraTrack
        {
            Kind = track.Kind,
            Zone = track.Zone,
            Track = track.Id,
            Since = track.StartedAt,
            Confidence = Confidence(told[(track.Kind, track.Id)]),
            Alert = AlertOf(open, program, track.Kind, track.Zone),
        });
        var ended = scene.Ended.Where(track => !scene.Tracks.Any(present => present.Kind == track.Kind && present.Id == track.Id)).Select(track =>
        {
            var events = told[(track.Kind, track.Id)].ToList();
            return new CameraTrack
            {
                Kind = track.Kind,
                Zone = ZoneOf(events),
                Track = track.Id,
                Since = events.Count == 0 ? null : events[0].At,
                Until = track.At,
                Confidence = Confidence(events),
                Alert = events.Count == 0 ? null : AlertOf(open, program, track.Kind, ZoneOf(events)!),
            };
        });
        return [.. present.Concat(ended).OrderByDescending(static track => track.Since ?? track.Until).ThenBy(static track => track.Track, StringComparer.Ordinal)];
    }

    private static string? ZoneOf(List<HeardItem> events) => events.Count == 0 ? null : events[0].Track!.Zone is { Length: > 0 } zone ? zone : "main";

    private static double? Confidence(IEnumerable<HeardItem> events) => events.LastOrDefault().Track?.Confidence;

    private static string? AlertOf(IReadOnlyList<Alert> open, TrackProgram program, string kind, string zone) =>
        open.LastOrDefault(alert => alert.Kind == program.Of(kind, DateTimeOffset.MaxValue)?.Alert.Alert && alert.Zone == zone)?.Id;
}
