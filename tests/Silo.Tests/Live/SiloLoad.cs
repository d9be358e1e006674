using System.Net;

namespace CityActors.Silo.Tests.Live;

/// <summary>Sends readings to several Silos in turn, without a pause, and counts what they acknowledged.</summary>
internal sealed class SiloLoad : IDisposable
{
    private const int Senders = 3;
    private const int LinesEach = 500;
    private readonly IReadOnlyList<CityProcess> silos;
    private readonly IReadOnlyList<string> homes;
    private readonly DateTimeOffset begin = DateTimeOffset.UtcNow.AddMinutes(-40); // Late enough that nobody misses the rest.
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] sending;
    private long accepted;
    private long bodies;
    private long unanswered;

    public SiloLoad(IReadOnlyList<CityProcess> silos, IReadOnlyList<string> homes)
    {
        this.silos = silos;
        this.homes = homes;
        sending = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => Send(sender)))];
    }

    /// <summary>Lines that were sent and not answered: they may be stored or not.</summary>
    public long Unanswered => Interlocked.Read(ref unanswered) * LinesEach;

    /// <summary>Completes when so many bodies were acknowledged.</summary>
    public async Task Until(int bodies)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (Interlocked.Read(ref this.bodies) < bodies)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Ends it.</summary>
    /// <returns>How many lines were acknowledged.</returns>
    public async Task<long> Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(sending);
        return Interlocked.Read(ref accepted);
    }

    public void Dispose() => stop.Dispose();

    private async Task Send(int sender)
    {
        for (var body = 0; !stop.IsCancellationRequested; body++)
        {
            var lines = Enumerable.Range(0, LinesEach).Select(line => SmallTown.Reading(
                homes[((line * Senders) + sender) % homes.Count], begin.AddMilliseconds(10 * ((((body * LinesEach) + line) * Senders) + sender)), 100 + (line % 50)));
            try
            {
                using var response = await silos[(body + sender) % silos.Count].PostLines(lines);
                if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    Interlocked.Add(ref accepted, (await CityProcess.Json(response, HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32());
                    Interlocked.Increment(ref bodies);
                }
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref unanswered);
            }
        }
    }
}
