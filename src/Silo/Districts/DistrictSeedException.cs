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

/// <summary>The names of what can be wrong with a seed or an outline.</summary>
public static class DistrictProblems
{
    /// <summary>Not JSON, or a field is missing, unknown or of the wrong type.</summary>
    public const string Malformed = "malformed";

    /// <summary>There is no such file.</summary>
    public const string NotFound = "not-found";

    /// <summary>A code is not a national code of its level, or does not lie below its parent.</summary>
    public const string BadCode = "bad-code";

    /// <summary>A code stands twice.</summary>
    public const string DuplicateCode = "duplicate-code";

    /// <summary>A name is missing or longer than 100 characters.</summary>
    public const string BadName = "bad-name";

    /// <summary>Coordinates are of another datum than the one expected.</summary>
    public const string WrongDatum = "wrong-datum";

    /// <summary>The file holds no polygon, or none of the code asked for.</summary>
    public const string NoPolygon = "no-polygon";

    /// <summary>The area has several parts.</summary>
    public const string SeveralParts = "several-parts";

    /// <summary>The area has holes.</summary>
    public const string HasHoles = "has-holes";

    /// <summary>The ring does not end where it begins.</summary>
    public const string NotClosed = "not-closed";

    /// <summary>Fewer than 3 different points.</summary>
    public const string TooFewPoints = "too-few-points";

    /// <summary>More than 10,000 points.</summary>
    public const string TooManyPoints = "too-many-points";

    /// <summary>A position is not finite or not on Earth.</summary>
    public const string BadPosition = "bad-position";

    /// <summary>The ring crosses or touches itself.</summary>
    public const string CrossesItself = "crosses-itself";

    /// <summary>Less ground than 0.05 km², or a street without any.</summary>
    public const string TooSmall = "too-small";

    /// <summary>More than 5,000 km².</summary>
    public const string TooLarge = "too-large";

    /// <summary>A street's centre lies outside the district.</summary>
    public const string CentreOutside = "centre-outside";

    /// <summary>A number is outside its range.</summary>
    public const string OutOfRange = "out-of-range";
}
