using System.Globalization;
using System.Numerics;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Watch;

namespace CityActors.Cameras;

/// <summary>Explains what was decided about a camera's scene.</summary>
internal static class CameraTexts
{
    private const string GoneRule = "track-gone";

    public static readonly Explanation Withdrawn = new("the camera withdrew it as a false positive", "摄像头判定为误检并撤回", GoneRule);

    public static Explanation Gone(TimeSpan offDelay) => new(
        $"nothing seen any more for {offDelay.TotalSeconds:0} s", $"已{offDelay.TotalSeconds:0}秒未再检测到", GoneRule);

    /// <summary>It is no longer judged at this time of the day or year.</summary>
    public static readonly Explanation Shut = new("the rule judges at other times only", "已不在规则的判定时段", GoneRule);

    /// <summary>Somebody of a roster is there; this stands in no alert.</summary>
    public static readonly Explanation Known = new("somebody of a roster", "名册内人员", "roster");

    /// <summary>Why an episode begins.</summary>
    /// <param name="rule">By what it is judged.</param>
    /// <param name="track">What is seen.</param>
    /// <param name="at">Since now it is certain, UTC.</param>
    /// <param name="mostZones">How many zones the camera may name.</param>
    public static Explanation Seen(TrackRule rule, SeenTrack track, DateTimeOffset at, int mostZones) => track.Zone != TrackDetector.OtherZone ? Seen(rule, track, at) : new(
        $"{Seen(rule, track, at).English}; the camera names more than {mostZones} zones that it is not registered with, so this alert stands for all further ones; have the device looked at",
        $"{Seen(rule, track, at).Chinese}；摄像头上报的未登记区域超过{mostZones}个，其余区域合并为本条告警，请检查设备",
        Chatter.Rule);

    private static Explanation Seen(TrackRule rule, SeenTrack track, DateTimeOffset at) => new(
        TextHoles.Fill(rule.Alert.Text!.En!, name => Hole(name, track, at, isChinese: false)),
        TextHoles.Fill(rule.Alert.Text.Zh!, name => Hole(name, track, at, isChinese: true)),
        rule.Rule);

    private static string Hole(string name, SeenTrack track, DateTimeOffset at, bool isChinese) => name switch
    {
        "zone" => track.Zone,
        "track" => track.Id,
        "count" => BitOperations.PopCount(track.Hits).ToString(CultureInfo.InvariantCulture),
        "dwell" or "held" => string.Create(CultureInfo.InvariantCulture, $"{(at - track.StartedAt).TotalSeconds:0}{(isChinese ? "秒" : " s")}"),
        "since" => $"{track.StartedAt.ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}",
        _ => "?",
    };
}
