using System.Threading.RateLimiting;

namespace CityActors.Silo.Limits;

/// <summary>A share of one's own in what all share: whoever has used up its own takes nothing from the others.</summary>
/// <param name="own">One's own; replenished and ended with this.</param>
/// <param name="shared">What all share; lives on.</param>
internal sealed class OwnAndShared(ReplenishingRateLimiter own, RateLimiter shared) : ReplenishingRateLimiter
{
    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => own.IdleDuration;

    /// <inheritdoc/>
    public override bool IsAutoReplenishing => own.IsAutoReplenishing;

    /// <inheritdoc/>
    public override TimeSpan ReplenishmentPeriod => own.ReplenishmentPeriod;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => own.GetStatistics();

    /// <inheritdoc/>
    public override bool TryReplenish() => own.TryReplenish();

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) =>
        own.AttemptAcquire(permitCount) is { IsAcquired: false } refused ? refused : shared.AttemptAcquire(permitCount);

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount)); // Nobody waits in line.

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        own.Dispose();
        base.Dispose(disposing);
    }
}
