namespace CityActors.Silo.Clock;

/// <summary>Where a replay stands and where it was told to go, durably.</summary>
public interface IReplayPosition
{
    /// <summary>Reads the position, or null before the first one was stored.</summary>
    Task<(DateTimeOffset Now, DateTimeOffset Target)?> Read();

    /// <summary>Stores the position; neither time goes back.</summary>
    Task Write(DateTimeOffset now, DateTimeOffset target);
}
