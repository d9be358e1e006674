using CityActors.Commits;

namespace CityActors.Silo.Cluster;

/// <summary>Tells those who follow the logs that there is something new. A lost wake-up costs a second and nothing else.</summary>
public interface IWakeUps
{
    /// <summary>Observations were appended. Waits for nobody.</summary>
    void Observed(IEnumerable<int> partitions);

    /// <summary>A grain committed. Called on the writer's thread, in the order of the commits; quick, must not throw.</summary>
    void Committed(CommitNews news);

    /// <summary>A commit failed, and nobody knows whether it was stored: the way to a database may end between a commit and its answer.</summary>
    /// <remarks>Whoever polls the logs and tables need not be told.</remarks>
    void OutcomeUnknown()
    {
    }
}
