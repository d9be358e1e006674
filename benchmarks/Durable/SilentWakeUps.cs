using CityActors.Commits;
using CityActors.Silo.Cluster;

namespace CityActors.Benchmarks.Durable;

/// <summary>Wakes nobody: what is stored is delivered when the benchmark says so.</summary>
internal sealed class SilentWakeUps : IWakeUps
{
    public void Observed(IEnumerable<int> partitions) => _ = partitions;

    public void Committed(CommitNews news) => _ = news;

    public void OutcomeUnknown()
    {
    }
}
