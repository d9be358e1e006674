using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <summary>What the engine knows of a grain class.</summary>
internal sealed class GrainClass
{
    private readonly Func<GrainActivation, object> _factory;
    private readonly int[] _activations;
    private readonly int[] _waiting;

    public GrainClass(Type type, int index, int loops, int collectionAgeSeconds, Func<GrainActivation, object> factory)
    {
        Type = type;
        Index = index;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType
            ?? throw new OrleansConfigurationException($"Grain class {type} has no [GrainType]; give it a stable name.");
        Name = GrainType.ToString();
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), true);
        CollectionAgeSeconds = type.IsDefined(typeof(KeepAliveAttribute), true) ? int.MaxValue : collectionAgeSeconds;
        StreamNamespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>(true).Select(attribute => attribute.StreamNamespace)];
        _factory = factory;
        _activations = new int[loops * Spread];
        _waiting = new int[loops * Spread];
    }

    /// <summary>Distance between counters of different loops, so that they do not share a cache line.</summary>
    private const int Spread = 16;

    public Type Type { get; }

    public int Index { get; }

    public GrainType GrainType { get; }

    public string Name { get; }

    public bool IsReentrant { get; }

    public int CollectionAgeSeconds { get; }

    public IReadOnlyList<string> StreamNamespaces { get; }

    public int Activations => Sum(_activations);

    public int Waiting => Sum(_waiting);

    public object Create(GrainActivation activation) => _factory(activation);

    public void CountActivation(int loop, int change) => _activations[loop * Spread] += change;

    public void CountWaiting(int loop, int change) => _waiting[loop * Spread] += change;

    private static int Sum(int[] counters)
    {
        var sum = 0;
        for (var i = 0; i < counters.Length; i += Spread)
        {
            sum += Volatile.Read(ref counters[i]);
        }

        return sum;
    }
}
