using CityActors.Facts;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Orleans;

/// <summary>
/// No one sees all silos at one instant, so the city counts as quiet when the fact log has not grown for a while.
/// </summary>
internal sealed class FactLogQuiescence(IFactLog facts) : IQuiescence
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public async Task WhenQuiescent(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            long last;
            do
            {
                last = await facts.LastSequence();
                await Task.Delay(Quiet, limit.Token);
            }
            while (last != await facts.LastSequence());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A city that is never quiet is exported as it is.
        }
    }
}
