using CityActors.Silo.Access;

namespace CityActors.Benchmarks.Durable;

/// <summary>Those who send: each its next body when the one before was acknowledged.</summary>
internal static class Senders
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>As whom they send.</summary>
    public static Caller Sensor { get; } = new("sensor", Role.Sensor, "");

    /// <summary>Sends everything.</summary>
    public static Task Send<TBody>(IEnumerable<TBody> all, Func<TBody, Task> send) => Parallel.ForEachAsync(
        all, new ParallelOptions { MaxDegreeOfParallelism = Count }, async (body, _) => await send(body));
}
