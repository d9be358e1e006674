using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CityActors.Observations;
using Orleans.Metadata;
using Orleans.Runtime.Placement;

namespace CityActors.Silo.Orleans;

/// <summary>What moves a partition and the grains of that partition live on one silo, so that delivering to them crosses no network.</summary>
internal sealed class RouterPlacement : PlacementStrategy
{
    private static readonly FrozenSet<string> Movers = FrozenSet.ToFrozenSet(["observation-router", "reaction-router", "deadlines"]);

    private static readonly FrozenSet<string> Owners = FrozenSet.ToFrozenSet(
        ["household", "camera", "terminal", "work-order", "responder", "responder-actor", "grid-cell", "matter-index", "command-desk", "dispatch", "area"]);

    /// <summary>Whether grains of a type are placed by partition.</summary>
    public static bool IsPlaced(string type) => Movers.Contains(type) || Owners.Contains(type);

    /// <summary>The partition by which a grain is placed; null where its place does not matter.</summary>
    public static int? PartitionOf(GrainId grain) => grain.Type.ToString() switch
    {
        { } type when Movers.Contains(type) => Partitions.OfKey(grain.Key.ToString()!),
        { } type when Owners.Contains(type) => Partitions.Of(grain.Key.ToString()!),
        _ => null,
    };

    /// <summary>The silos that take part now.</summary>
    public static HashSet<SiloAddress> ActiveSilos(IClusterMembershipService membership) =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    /// <summary>
    /// The silo of a partition: the one with the highest hash of partition and silo, so that every silo agrees without asking and a silo
    /// that comes or goes moves only its own share.
    /// </summary>
    public static SiloAddress Choose(int partition, IEnumerable<SiloAddress> silos) => silos
        .MaxBy(silo => (Mix((uint)silo.GetConsistentHashCode(), (uint)partition), silo)) ?? throw new InvalidOperationException("There is no silo to choose from.");

    private static ulong Mix(uint silo, uint partition)
    {
        var mixed = (((ulong)silo << 32) | partition) + 0x9E3779B97F4A7C15UL; // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}

/// <summary>Gives routers and entities their placement, without an attribute of ours on the grains, and places them.</summary>
internal sealed class RouterPlacementDirector : IPlacementStrategyResolver, IPlacementDirector
{
    private readonly RouterPlacement placement = new();

    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, [MaybeNullWhen(false)] out PlacementStrategy result)
    {
        result = RouterPlacement.IsPlaced(grainType.ToString()!) ? placement : null;
        return result is not null;
    }

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos)
            ?? RouterPlacement.Choose(RouterPlacement.PartitionOf(target.GrainIdentity)!.Value, silos));
    }
}
