namespace CityActors.Silo.Clock;

/// <summary>Where a replay stands and where it was told to go, durably.</summary>
public interface IReplayPosition
{
    /// <summary>Reads the position, or null before the first one was stored.</summary>
    Task<(DateTimeOffset Now, DateTimeOffset Target)?> Read();

    /// <summary>Stores the position; neither time goes back.</summary>
    /// <param name="now">Where it stands.</param>
    /// <param name="target">Where it was told to go.</param>
    /// <param name="isSynced">Whether it is on disk, with everything before it, once this completes; false: once the next one is.</param>
    Task Write(DateTimeOffset now, DateTimeOffset target, bool isSynced = true);
}
