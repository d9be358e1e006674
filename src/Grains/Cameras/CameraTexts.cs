using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Cameras;

/// <summary>Explains what was decided about a camera's scene.</summary>
internal static class CameraTexts
{
    private const string GoneRule = "track-gone";

    public static readonly Explanation Withdrawn = new("the camera withdrew it as a false positive", "摄像头判定为误检并撤回", GoneRule);

    public static Explanation Gone(TimeSpan offDelay) => new(
        $"nothing seen any more for {offDelay.TotalSeconds:0} s", $"已{offDelay.TotalSeconds:0}秒未再检测到", GoneRule);

    /// <summary>Why an episode begins.</summary>
    /// <param name="track">What is seen.</param>
    /// <param name="at">Since now it is certain, UTC.</param>
    /// <param name="mostZones">How many zones the camera may name.</param>
    public static Explanation Seen(SeenTrack track, DateTimeOffset at, int mostZones) => track.Zone != TrackDetector.OtherZone ? Seen(track, at) : new(
        $"{Seen(track, at).English}; the camera names more than {mostZones} zones that it is not registered with, so this alert stands for all further ones; have the device looked at",
        $"{Seen(track, at).Chinese}；摄像头上报的未登记区域超过{mostZones}个，其余区域合并为本条告警，请检查设备",
        Chatter.Rule);

    private static Explanation Seen(SeenTrack track, DateTimeOffset at) => track.Kind switch
    {
        ObservationKinds.FireLane => new(
            $"a vehicle has stood in {track.Zone} for {(at - track.StartedAt).TotalSeconds:0} s (track {track.Id})",
            $"车辆在{track.Zone}停留{(at - track.StartedAt).TotalSeconds:0}秒（轨迹{track.Id}）",
            "fire-lane-dwell"),
        ObservationKinds.Smoke => new(
            $"smoke or flame seen {int.PopCount(track.Hits)} times in {track.Zone} (track {track.Id})",
            $"在{track.Zone}检测到烟雾或明火{int.PopCount(track.Hits)}次（轨迹{track.Id}）",
            "smoke-n-of-m"),
        _ => new($"a thing was thrown from a height in {track.Zone} (track {track.Id})", $"在{track.Zone}检测到高空抛物（轨迹{track.Id}）", "thrown-object"),
    };
}
