namespace CityActors.Client.Evaluation;

/// <summary>Judges the readings of one home one after another, as a detector in a city does. Knows no clock: time is in the reading.</summary>
internal interface IRhythmJudge
{
    /// <summary>Days of readings that it needs before it can judge at all.</summary>
    int LeastDays { get; }

    /// <summary>Whether its alarm is open.</summary>
    bool IsOpen { get; }

    /// <summary>Takes one reading and says whether the alarm opened or closed.</summary>
    RhythmTurn Observe(DateTimeOffset at, double value);

    /// <summary>One that knows the same and goes its own way from here.</summary>
    IRhythmJudge Copy();
}

/// <summary>What became of an alarm.</summary>
internal enum RhythmTurn
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It opened.</summary>
    Opened,

    /// <summary>It closed.</summary>
    Closed,
}
