using System.ComponentModel.DataAnnotations;

namespace CityActors.Observations;

/// <summary>How routers move the log to the entities.</summary>
public sealed class RouterOptions
{
    /// <summary>Whether routers move by themselves as items arrive and time passes.</summary>
    /// <value>Default true. A replay sets it to false and moves the routers step by step with its clock.</value>
    public bool IsSelfDriven { get; set; } = true;

    /// <summary>How many items a router takes from the log at once.</summary>
    /// <value>From 1 to 100,000. Default 2,000: large enough to amortise a read, small enough to keep turns short.</value>
    [Range(1, 100_000)]
    public int SliceItems { get; set; } = 2_000;

    /// <summary>How long a router to which much comes gathers the readings of households before it delivers them.</summary>
    /// <value>From 0 to 5 seconds. Default half a second; while little comes, and for all other entities, it does not wait.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan GatherFor { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a device that sends what is older than its silence may take for more: its silence is not judged meanwhile.</summary>
    /// <value>From 0 to 24 hours. Default 30 minutes: a gateway that delivers what it kept does so row after row.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BackfillPatience { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>After how many delivered items a router checkpoints.</summary>
    /// <value>
    /// From 1 to 10,000,000. Default 100,000: only a backlog reaches so many within <see cref="CheckpointInterval"/>, and then storing each
    /// entity again and again would cost more than delivering some of it twice after a crash.
    /// </value>
    [Range(1, 10_000_000)]
    public int CheckpointItems { get; set; } = 100_000;

    /// <summary>After what time with anything delivered a router checkpoints.</summary>
    /// <value>From 1 second to 10 minutes. Default 15 seconds: what a restart has to repeat.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a tick waits for observations that may still be on their way.</summary>
    /// <value>From 0 to 10 minutes. Default 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Lateness { get; set; } = TimeSpan.FromSeconds(2);
}
