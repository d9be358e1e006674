namespace CityActors.Silo.Ingest;

/// <summary>Why a line was refused.</summary>
/// <param name="Line">Its number in the body, from 1.</param>
/// <param name="Code">A code of <see cref="LineCodes"/>.</param>
/// <param name="Reason">What was wrong and what to do.</param>
public sealed record LineFault(int Line, string Code, string Reason);

/// <summary>The codes of refused lines.</summary>
public static class LineCodes
{
    /// <summary>Not JSON, or a field is missing or of the wrong kind.</summary>
    public const string Malformed = "malformed";

    /// <summary>Not looked at, because too much before it was no observation.</summary>
    public const string Unread = "unread";

    /// <summary>Longer than 64 KiB.</summary>
    public const string TooLong = "line-too-long";

    /// <summary>No such kind.</summary>
    public const string UnknownKind = "unknown-kind";

    /// <summary>Not the unit of the kind.</summary>
    public const string WrongUnit = "wrong-unit";

    /// <summary>NaN or infinity.</summary>
    public const string NotFinite = "not-finite";

    /// <summary>No such value can be true: the device is at fault.</summary>
    public const string Implausible = "implausible";

    /// <summary>Not registered.</summary>
    public const string UnknownEntity = "unknown-entity";

    /// <summary>The entity does not make this kind.</summary>
    public const string WrongEntity = "wrong-entity";

    /// <summary>Registered outside the area of the key.</summary>
    public const string NotYourArea = "not-your-area";

    /// <summary>The household has not consented.</summary>
    public const string NoConsent = "no-consent";

    /// <summary>It was taken out of service.</summary>
    public const string Retired = "retired";

    /// <summary>Later than the clock allows.</summary>
    public const string TooFarAhead = "too-far-ahead";

    /// <summary>Older than the retention.</summary>
    public const string TooOld = "too-old";

    /// <summary>Already accepted.</summary>
    public const string Duplicate = "duplicate";
}

/// <summary>A line is no observation; caught where lines are counted.</summary>
internal sealed class LineFaultException(string code, string reason) : Exception(reason)
{
    public string Code { get; } = code;
}
