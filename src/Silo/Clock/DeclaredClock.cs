namespace CityActors.Silo.Clock;

/// <summary>The one clock that ages and deadlines go by.</summary>
/// <param name="time">The time provider of the whole Silo.</param>
/// <param name="settings">Says whether it is a replay's.</param>
public sealed class DeclaredClock(TimeProvider time, SiloSettings settings)
{
    private static readonly TimeSpan ReplayHorizon = TimeSpan.FromDays(1);
    private static readonly TimeSpan WallHorizon = TimeSpan.FromMinutes(5);

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary><c>wall</c> or <c>replay</c>.</summary>
    public string Mode => settings.IsReplay ? "replay" : "wall";

    /// <summary>No observation may be later: 5 minutes ahead of the wall, a day ahead of a replay, which is fed before it is moved.</summary>
    public DateTimeOffset Horizon => Now + (settings.IsReplay ? ReplayHorizon : WallHorizon);

    /// <summary>No observation may be earlier.</summary>
    public DateTimeOffset Oldest => Now.AddDays(-settings.RetentionDays);
}
