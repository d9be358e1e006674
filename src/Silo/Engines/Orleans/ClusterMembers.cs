using CityActors.Silo.Cluster;

namespace CityActors.Silo.Engines;

/// <summary>The version of the cluster's membership table.</summary>
internal sealed class ClusterMembers(IClusterMembershipService membership) : IMembership
{
    public long Version => membership.CurrentSnapshot.Version.Value;
}
