using CityActors.Packs.Checks;
using CityActors.Packs.Format;

namespace CityActors.Packs.Settings;

/// <summary>What the parameters of a pack are, at each place and instant: as they were set, or else their defaults. Pure and immutable.</summary>
/// <remarks>
/// The finest setting counts: a device's before that of the smallest area, a smaller area's before that of a larger. Of several for one place the one with the latest instant
/// counts, and of those the last. A setting that the pack refuses counts for nothing: another version may have allowed it.
/// </remarks>
public sealed class ParameterValues
{
    private readonly PackFiles pack;
    private readonly List<ParameterSetting> settings;

    /// <summary>Takes what was set.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="settings">What was set, in the order in which it was.</param>
    public ParameterValues(PackFiles pack, IEnumerable<ParameterSetting> settings)
    {
        this.pack = pack;
        var (taken, refused) = (new List<ParameterSetting>(), new List<(ParameterSetting, SettingRefusal)>());
        foreach (var setting in settings)
        {
            if (SettingRules.Refuse(pack.Manifest, setting) is { } refusal)
            {
                refused.Add((setting, refusal));
            }
            else
            {
                taken.Add(setting);
            }
        }

        (this.settings, Refused) = (taken, refused);
    }

    /// <summary>The settings that count for nothing, each with the reason.</summary>
    public IReadOnlyList<(ParameterSetting Setting, SettingRefusal Why)> Refused { get; }

    /// <summary>Why a further setting may not be made; null: it may.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="area">Where the device stands that it is for; for an area nothing need be given.</param>
    /// <remarks>Whether levels stay in order is judged for the place and the smaller areas that have settings, not for single devices in them.</remarks>
    public SettingRefusal? Refuse(ParameterSetting setting, string area = "")
    {
        if (SettingRules.Refuse(pack.Manifest, setting) is { } refusal)
        {
            return refusal;
        }

        var then = new ParameterValues(pack, [.. settings, setting]);
        foreach (var (place, device, at) in Affected(setting, area))
        {
            var values = then.At(place, device, at);
            foreach (var (rule, levels, direction) in Levels())
            {
                if (LevelChecks.Disorder(levels, direction, values) is { } disorder)
                {
                    var where = device ?? (place.Length == 0 ? "the city" : place);
                    return new("levels-disordered", $"The levels of '{rule}' would be out of order for {where}. {disorder}", $"规则“{rule}”的各级阈值将失序：轻的一级须先触发、后解除。");
                }
            }
        }

        return null;
    }

    /// <summary>What one parameter is.</summary>
    /// <param name="parameter">Its name, without the dollar sign.</param>
    /// <param name="area">The code of the place.</param>
    /// <param name="device">The device's id; null: as for the place.</param>
    /// <param name="at">The instant.</param>
    /// <returns>Null where the pack has no such parameter.</returns>
    public ParameterValue? Of(string parameter, string area, string? device, DateTimeOffset at)
    {
        if (!pack.Manifest.Parameters.TryGetValue(parameter, out var spec) || spec.Default is not { } value)
        {
            return null;
        }

        var best = settings.Where(setting => setting.Parameter == parameter && setting.From <= at && SettingRules.Covers(setting, area, device)).Reverse()
            .MaxBy(static setting => (SettingRules.Fineness(setting), setting.From.UtcTicks));
        return new(parameter, best?.Value ?? value, best);
    }

    /// <summary>What all parameters are, by name.</summary>
    /// <param name="area">The code of the place.</param>
    /// <param name="device">The device's id; null: as for the place.</param>
    /// <param name="at">The instant.</param>
    public IReadOnlyList<ParameterValue> All(string area, string? device, DateTimeOffset at) =>
        [.. pack.Manifest.Parameters.Keys.Select(name => Of(name, area, device, at)).OfType<ParameterValue>()];

    /// <summary>The figures of the pack's rules.</summary>
    /// <param name="area">The code of the place.</param>
    /// <param name="device">The device's id; null: as for the place.</param>
    /// <param name="at">The instant.</param>
    public RuleValues At(string area, string? device, DateTimeOffset at) =>
        new(pack.Manifest, All(area, device, at).ToDictionary(static value => value.Parameter, static value => value.Value, StringComparer.Ordinal));

    /// <summary>The next instant at which some setting for a place or device begins to hold; null: there is none.</summary>
    /// <param name="area">The code of the place.</param>
    /// <param name="device">The device's id; null: as for the place.</param>
    /// <param name="after">After when.</param>
    public DateTimeOffset? NextChange(string area, string? device, DateTimeOffset after) =>
        settings.Where(setting => setting.From > after && SettingRules.Covers(setting, area, device)).Select(static setting => (DateTimeOffset?)setting.From).Min();

    /// <summary>Where and when a setting meets others: its own place, smaller areas that have settings, and the later instants of all of these.</summary>
    private IEnumerable<(string Area, string? Device, DateTimeOffset At)> Affected(ParameterSetting setting, string area)
    {
        IEnumerable<(string, string?)> places = SettingRules.IsArea(setting.For)
            ? settings.Select(static other => other.For).Where(place => SettingRules.IsArea(place) && place.StartsWith(setting.For, StringComparison.Ordinal)).Append(setting.For).Distinct().Select(static place => (place, (string?)null))
            : [(area, setting.For)];
        return from place in places
               from at in settings.Where(other => other.From > setting.From && SettingRules.Covers(other, place.Item1, place.Item2)).Select(static other => other.From).Append(setting.From).Distinct()
               select (place.Item1, place.Item2, at);
    }

    private IEnumerable<(string Rule, IReadOnlyList<LevelSpec> Levels, Direction Direction)> Levels() => pack.Watch.Rules.SelectMany(static rule => rule switch
    {
        ThresholdSpec threshold => [(rule.Rule, threshold.Levels, threshold.Direction)],
        SumSpec { Levels.Count: > 0 } sum => [(rule.Rule, sum.Levels, Direction.Up)],
        _ => Array.Empty<(string, IReadOnlyList<LevelSpec>, Direction)>(),
    });
}
