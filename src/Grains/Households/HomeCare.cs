using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What people found in a quiet home, and how long their word holds. Pure.</summary>
internal static class HomeCare
{
    /// <summary>So many outcomes of a home are remembered, the newest.</summary>
    public const int MostOutcomes = 8;

    /// <summary>How long a silence may go on after somebody said that all was well.</summary>
    public static readonly TimeSpan UsualCalm = TimeSpan.FromHours(6);

    /// <summary>The same after nobody was found at home.</summary>
    public static readonly TimeSpan UsualAbsence = TimeSpan.FromHours(48);

    /// <summary>The outcomes with one more, oldest first.</summary>
    public static IReadOnlyList<HomeOutcome> With(IReadOnlyList<HomeOutcome>? known, HomeOutcome said) =>
        [.. (known ?? []).Where(other => other.OpenedAt != said.OpenedAt).TakeLast(MostOutcomes - 1), said];

    /// <summary>What the home's rhythm makes of it. Somebody who was well was as quiet as that by herself; one who was hurt, and a home that nobody was in, tell nothing of what is usual.</summary>
    public static LivingRhythm Heed(LivingRhythm rhythm, DateTimeOffset openedAt, CareOutcome found) => rhythm.Quiet is not { } quiet ? rhythm
        : rhythm with { Quiet = QuietScore.Heed(quiet, openedAt.UtcDateTime, found is CareOutcome.FalseAlarm or CareOutcome.FoundWell, rhythm.IsReported) };

    /// <summary>The outcomes said after a time; null: none.</summary>
    public static IReadOnlyList<HomeOutcome>? After(IReadOnlyList<HomeOutcome>? known, DateTimeOffset upTo) =>
        known?.Where(said => said.At > upTo).ToArray() is { Length: > 0 } left ? left : null;

    /// <summary>Whether a finding tells of nothing but the silence that people have looked into, and not long enough after.</summary>
    public static bool IsSettled(Calm? calm, Finding finding) =>
        calm is not null && finding.Kind == AlertKinds.Inactivity && SinceOf(finding) is { } since && since <= calm.From && finding.At < calm.Until;

    /// <summary>What becomes of a word when its time is over.</summary>
    /// <param name="calm">The word.</param>
    /// <param name="at">When its time was over.</param>
    /// <param name="quietFrom">Since when the silence goes on without a hole in the readings, UTC; null: somebody was active since.</param>
    /// <param name="canTell">Whether the meter tells of silence at all now.</param>
    /// <returns>The word that holds from now on, or null: none; and whether the home is to be looked into again.</returns>
    public static (Calm? Next, bool IsAlarm) End(Calm calm, DateTimeOffset at, DateTimeOffset? quietFrom, bool canTell)
    {
        if (quietFrom is not { } since)
        {
            return (null, false);
        }

        if (!canTell)
        {
            return (calm with { Until = at + LookAgain }, false); // A gap is not silence.
        }

        var begun = since > calm.From ? since : calm.From;
        return begun + calm.Span > at ? (calm with { Until = begun + calm.Span }, false) : (null, true);
    }

    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private static DateTimeOffset? SinceOf(Finding finding) => finding switch
    {
        { Act: FindingAct.Open } => finding.Since ?? finding.At,
        { Act: FindingAct.Correct, Was: null, Now: { To: null } now } => finding.Since ?? now.From ?? finding.At,
        _ => null,
    };
}

/// <summary>Somebody's word that a quiet home was looked into.</summary>
/// <param name="From">When it was given, UTC.</param>
/// <param name="Until">Until then the same silence is no new alert, UTC.</param>
/// <param name="Span">How long it holds.</param>
[GenerateSerializer, Immutable, Alias("home-calm")]
public sealed record Calm(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset Until,
    [property: Id(2)] TimeSpan Span);
