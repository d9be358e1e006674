namespace CityActors.Client.Evaluation.Silences;

/// <summary>What the meter of a home shows in which, from some instant on, nobody does anything any more.</summary>
internal enum QuietProtocol
{
    /// <summary>One low value, held: the 10th lowest of the 96 quarter hours of the day before, or what is as low at another interval. A home without appliances.</summary>
    Flat,

    /// <summary>The home's calmest 4 hours of the last 3 days, again and again: refrigerator, boiler and stand-by go on.</summary>
    Loop,

    /// <summary>The last value, held: a meter that froze.</summary>
    Last,

    /// <summary>Nothing at all.</summary>
    Zero,

    /// <summary>Every 4 hours the calmest 4 hours of a day drawn from the last 7.</summary>
    Mix,
}
