namespace CityActors.Client.Replays;

/// <summary>Zones of the replays: data keep their local time of day and are read as China Standard Time.</summary>
internal static class ReplayClock
{
    public static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);

    /// <summary>A local wall-clock time of wherever the data come from, as the same wall-clock time in China.</summary>
    public static DateTimeOffset InChina(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), ChinaStandardTime);
}
