using CityActors.Benchmarks.Memory;
using CityActors.Households;
using CityActors.Observations;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace CityActors.Benchmarks.Peer;

/// <summary>A meter as a plain Orleans program has it: a stream of its own, and a state that is written at each reading.</summary>
public interface IPeerMeterGrain : IGrainWithStringKey
{
    /// <summary>The last reading that is stored.</summary>
    [Alias("LastAt")]
    Task<DateTimeOffset> LastAt();
}

/// <summary>What it stores: the same as a household learns.</summary>
[GenerateSerializer, Alias("bench-peer-meter")]
public sealed class PeerMeter
{
    [Id(0)] public LivingRhythm Rhythm { get; set; } = new(); // Not the one that all share: the provider's reader fills in what it finds here.

    [Id(1)] public DateTimeOffset LastAt { get; set; }
}

[GrainType(TypeName)]
[ImplicitStreamSubscription(PeerSilo.Readings)]
public sealed class PeerMeterGrain([PersistentState("meter", PeerSilo.Provider)] IPersistentState<PeerMeter> store)
    : Grain, IPeerMeterGrain, IStreamSubscriptionObserver, IAsyncObserver<Observation>
{
    /// <summary>The grain's type.</summary>
    public const string TypeName = "bench-peer-meter";

    private readonly HouseholdDetector detector = new(Homes.Interval, new HouseholdOptions());

    public Task<DateTimeOffset> LastAt() => Task.FromResult(store.State.LastAt);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Observation>().ResumeAsync(this);

    public async Task OnNextAsync(Observation item, StreamSequenceToken? token = null)
    {
        store.State.Rhythm = detector.Observe(store.State.Rhythm, item).Next;
        store.State.LastAt = item.At;
        await store.WriteStateAsync();
        PeerProgress.Note();
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask; // A write that failed is delivered again; what is lost is seen when all is counted.
}

/// <summary>How many readings the meters of this process have stored.</summary>
internal static class PeerProgress
{
    private static readonly Lock Gate = new();
    private static TaskCompletionSource reached = new();
    private static long stored;
    private static long wanted = long.MaxValue;

    /// <summary>One more is stored.</summary>
    public static void Note()
    {
        lock (Gate)
        {
            if (++stored == wanted)
            {
                reached.TrySetResult();
            }
        }
    }

    /// <summary>Completes when so many more are stored; asked before they are sent.</summary>
    public static Task Expect(long more)
    {
        lock (Gate)
        {
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            wanted = stored + more;
            return reached.Task;
        }
    }
}
