using System.Globalization;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>The one limit that the registration of a device may set: of the only threshold that its kind has, with one level that begins at a parameter for devices.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Parameter">The parameter, without the dollar sign.</param>
internal sealed record DeviceLimit(ThresholdSpec Rule, string Parameter)
{
    private static readonly TimeSpan LongestOnDelay = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestOffDelay = TimeSpan.FromDays(1);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>The limit of a kind of thing, or null: it has none that a device may set.</summary>
    public static DeviceLimit? Of(PackFiles pack, ThingSpec thing)
    {
        var thresholds = pack.Watch.Rules.OfType<ThresholdSpec>().Where(rule => rule.Of.StartsWith($"{thing.Kind}.", StringComparison.Ordinal)).ToList();
        return thresholds is [{ Levels: [{ From.Text: { } from }] } only] && from.StartsWith('$') && pack.Manifest.Parameters.TryGetValue(from[1..], out var parameter) && parameter.SetBy == SetBy.Device
            ? new DeviceLimit(only, from[1..])
            : null;
    }

    /// <summary>Whether a registration says anything of it.</summary>
    public static bool IsSet(TerminalRegistration registration) => registration is not { Threshold: null, DeadBand: null, OnDelay: null, OffDelay: null };

    /// <summary>Why a registration may not say what it says; null: it may. English.</summary>
    public static string? WhyNot(TerminalRegistration registration, PackFiles pack, ThingSpec thing, ParameterValues values)
    {
        var limit = Of(pack, thing);
        return registration switch
        {
            { Interval: { } interval } when interval < LeastInterval || interval > LongestInterval => "'interval' is from 1 second to 1 day.",
            _ when limit is null => IsSet(registration)
                ? $"The pack '{pack.Name}' has no limit of a '{thing.Kind}' that a single device may set: leave 'threshold', 'deadBand', 'onDelay' and 'offDelay' out, and see GET /v1/settings for what may be set."
                : null,
            { Threshold: { } threshold } when values.Refuse(new ParameterSetting(limit.Parameter, registration.Card.Id, Value(threshold), DateTimeOffset.MinValue, ""), registration.Card.Cell) is { } refusal => $"'threshold': {refusal.Sentence}",
            { DeadBand: < 0 } or { DeadBand: double.NaN } => "'deadBand' is 0 or more.",
            { DeadBand: { } band } when band >= (registration.Threshold ?? (double?)values.At(registration.Card.Cell, registration.Card.Id, DateTimeOffset.MinValue).Number(limit.Rule.Levels[0].From)) =>
                "'deadBand' is less than the threshold, or the alert never ends.",
            { OnDelay: { } delay } when delay < TimeSpan.Zero || delay > LongestOnDelay => "'onDelay' is from 0 to 1 hour.",
            { OffDelay: { } delay } when delay < TimeSpan.Zero || delay > LongestOffDelay => "'offDelay' is from 0 to 1 day.",
            _ => null,
        };
    }

    /// <summary>A number as a pack writes it.</summary>
    public static PackValue Value(double number) => decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
        ? new(exact, null)
        : new(null, number.ToString(CultureInfo.InvariantCulture)); // Not a number, or larger than any parameter.
}
