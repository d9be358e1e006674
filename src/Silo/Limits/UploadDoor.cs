using System.Threading.RateLimiting;

namespace CityActors.Silo.Limits;

/// <summary>
/// How bodies of observations come in. First a body is read, however slowly, and holds nothing but its memory; then it takes one of a few places to be unpacked,
/// checked and stored. No key has all places, and none brings more in a second than its share.
/// </summary>
internal sealed class UploadDoor : IDisposable
{
    private const int Places = 16;
    private const int PlacesOfOne = 8;
    private const int LongestQueue = 10_000;
    private const int BurstKibibytes = 128 << 10; // Two of the largest bodies.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(Places);
    private readonly PartitionedRateLimiter<string> placesOfOne;
    private readonly PartitionedRateLimiter<string> kibibytes;
    private readonly BufferedBytes buffered;
    private readonly TooMuch tooManyBytes;

    /// <summary>Opens the door.</summary>
    public UploadDoor(LimitSettings limits, SiloSettings settings)
    {
        var most = settings.IsReplay ? long.MaxValue : (long)limits.Buffered << 20;
        buffered = new BufferedBytes(most, most / 2);
        placesOfOne = PartitionedRateLimiter.Create<string, string>(sender => settings.IsReplay
            ? RateLimitPartition.GetNoLimiter(sender)
            : RateLimitPartition.GetConcurrencyLimiter(sender, static _ => new ConcurrencyLimiterOptions { PermitLimit = PlacesOfOne, QueueLimit = LongestQueue }));
        kibibytes = PartitionedRateLimiter.Create<string, string>(sender => settings.IsReplay
            ? RateLimitPartition.GetNoLimiter(sender)
            : RateLimitPartition.GetTokenBucketLimiter(sender, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(BurstKibibytes, limits.Megabytes << 10),
                TokensPerPeriod = limits.Megabytes << 10,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
        tooManyBytes = new TooMuch(
            "too-many-bytes",
            $"At most {limits.Megabytes} MiB of observations of this key are taken in a second, unpacked (Limits:Megabytes); nothing of this batch was stored. Send it again later.",
            $"该密钥每秒最多上传{limits.Megabytes} MiB（解压后）观测数据，请稍后重发。");
    }

    /// <summary>Room for a body.</summary>
    public BufferRoom RoomOf(string sender) => buffered.RoomOf(sender);

    /// <summary>Counts bytes that a sender brings.</summary>
    /// <returns>How many seconds to wait instead, and why; or null: they are taken.</returns>
    public (int Seconds, TooMuch Why)? Refuse(string sender, long bytes)
    {
        if (bytes <= 0)
        {
            return null;
        }

        using var lease = kibibytes.AttemptAcquire(sender, (int)((bytes + 1_023) >> 10));
        return lease.IsAcquired ? null : (CallerLimits.WaitOf(lease, 1), tooManyBytes);
    }

    /// <summary>Waits a little for a place.</summary>
    /// <returns>The place, to be disposed; null: there was none.</returns>
    public async Task<IDisposable?> Place(string sender, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        TakenPlace? taken = null;
        RateLimitLease? own = null;
        try
        {
            own = await placesOfOne.AcquireAsync(sender, 1, patience.Token);
            if (own.IsAcquired)
            {
                await places.WaitAsync(patience.Token);
                taken = new TakenPlace(places, own);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing became free in time.
        }
        finally
        {
            if (taken is null)
            {
                own?.Dispose();
            }
        }

        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        places.Dispose();
        placesOfOne.Dispose();
        kibibytes.Dispose();
    }

    private sealed class TakenPlace(SemaphoreSlim places, RateLimitLease own) : IDisposable
    {
        public void Dispose()
        {
            places.Release();
            own.Dispose();
        }
    }
}
