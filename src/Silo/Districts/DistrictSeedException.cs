using System.Diagnostics.CodeAnalysis;

namespace CityActors.Districts;

/// <summary>A district's seed or outline cannot be used.</summary>
/// <param name="problem">A short stable name, one of <see cref="DistrictProblems"/>.</param>
/// <param name="message">What was wrong, where, and what to do.</param>
/// <param name="inner">What the reader met, or null.</param>
public sealed class DistrictSeedException(string problem, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A short stable name, one of <see cref="DistrictProblems"/>.</summary>
    public string Problem { get; } = problem;

    /// <exception cref="DistrictSeedException">It does not hold.</exception>
    internal static void ThrowUnless([DoesNotReturnIf(false)] bool holds, string problem, string message)
    {
        if (!holds)
        {
            throw new DistrictSeedException(problem, message);
        }
    }
}

/// <summary>The names of what can be wrong with a seed or an outline, as callers of the API get them.</summary>
internal static class DistrictProblems
{
    public const string Malformed = "malformed"; // Not JSON, or a field is missing, unknown or of the wrong type.
    public const string NotFound = "not-found"; // There is no such file.
    public const string BadCode = "bad-code"; // A code is not a national code of its level, or does not lie below its parent.
    public const string DuplicateCode = "duplicate-code"; // A code stands twice.
    public const string BadName = "bad-name"; // A name is missing or longer than 100 characters.
    public const string WrongDatum = "wrong-datum"; // Coordinates are of another datum than the one expected.
    public const string NoPolygon = "no-polygon"; // The file holds no polygon, or none of the code asked for.
    public const string SeveralParts = "several-parts"; // The area has several parts.
    public const string HasHoles = "has-holes"; // The area has holes.
    public const string NotClosed = "not-closed"; // The ring does not end where it begins.
    public const string TooFewPoints = "too-few-points"; // Fewer than 3 different points.
    public const string TooManyPoints = "too-many-points"; // More than 10,000 points.
    public const string BadPosition = "bad-position"; // A position is not finite or not on Earth.
    public const string CrossesItself = "crosses-itself"; // The ring crosses or touches itself.
    public const string TooSmall = "too-small"; // Less ground than 0.05 km², or a street without any.
    public const string TooLarge = "too-large"; // More than 5,000 km².
    public const string CentreOutside = "centre-outside"; // A street's centre lies outside the district.
    public const string OutOfRange = "out-of-range"; // A number is outside its range.
}
