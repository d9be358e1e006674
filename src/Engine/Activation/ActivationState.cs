namespace CityActors.Engine.Activation;

/// <summary>Where an activation stands, in the low byte of its status word.</summary>
internal enum ActivationState : byte
{
    /// <summary>Created, states are being read, <c>OnActivateAsync</c> runs.</summary>
    Activating = 0,

    /// <summary>Answers calls.</summary>
    Valid = 1,

    /// <summary><c>OnDeactivateAsync</c> runs; calls wait for the next activation.</summary>
    Deactivating = 2,

    /// <summary>Ended; references must resolve again.</summary>
    Dead = 3,
}

/// <summary>The flags of the status word; any of them keeps calls from running inline.</summary>
[Flags]
internal enum ActivationFlags : uint
{
    None = 0,

    /// <summary>A turn of the activation is on the stack.</summary>
    OnStack = 1 << 8,

    /// <summary>Requests wait.</summary>
    Waiting = 1 << 9,

    /// <summary>Ends when running requests have ended.</summary>
    Ending = 1 << 10,

    /// <summary>A write failed: memory is not what storage holds, nothing may be written any more.</summary>
    Discarded = 1 << 11,
}
