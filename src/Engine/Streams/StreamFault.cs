namespace CityActors.Engine.Streams;

/// <summary>What a simulation does to the delivery of a stream item; all of it is what "at least once" permits.</summary>
internal enum StreamFaultKind
{
    None,

    /// <summary>The item comes twice in a row.</summary>
    DeliverAgain,

    /// <summary>The item comes again after later ones.</summary>
    DeliverLateAgain,

    /// <summary>The item comes late, and those behind it too.</summary>
    Delay,
}

/// <summary>A fault with its time.</summary>
internal readonly record struct StreamFault(StreamFaultKind Kind, TimeSpan Time);
