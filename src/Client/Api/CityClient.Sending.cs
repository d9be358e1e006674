using System.Net;
using System.Net.Http.Headers;

namespace CityActors.Client.Api;

/// <content>How a request finds an address that answers.</content>
public sealed partial class CityClient
{
    private async Task<Answer> Send(Lane lane, Func<HttpRequestMessage> make, bool mayRepeat, CancellationToken cancellation)
    {
        for (var (attempt, round) = (0, ring.Begin(lane)); ; round = ring.Begin(lane))
        {
            var (answer, lost) = await TryRound(round, make, mayRepeat, cancellation);
            if (answer is null)
            {
                if (!mayRepeat || attempt >= options.Retries + options.ReconnectRetries)
                {
                    throw new CityUnreachableException(Addresses, lost!);
                }

                await WaitBefore(attempt++, null, cancellation);
                continue;
            }

            if (answer.Message.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                var limit = options.Retries + (answer.Message.StatusCode == HttpStatusCode.ServiceUnavailable ? options.ReconnectRetries : 0);
                if (!IsBusy(answer.Message.StatusCode) || attempt >= limit)
                {
                    throw await Problem(answer.Message, cancellation);
                }

                await WaitBefore(attempt++, answer.Message.Headers.RetryAfter, cancellation);
            }
        }
    }

    /// <summary>Goes from address to address until one answers something other than 503, or none is left that may be tried now.</summary>
    private async Task<(Answer? Answer, Exception? Lost)> TryRound(AddressRound round, Func<HttpRequestMessage> make, bool mayRepeat, CancellationToken cancellation)
    {
        while (true)
        {
            var silo = ring.Next(round);
            var (answer, lost) = await Try(silo, round.Lane, make, cancellation);
            var goesOn = lost is null ? answer!.Message.StatusCode == HttpStatusCode.ServiceUnavailable : mayRepeat;
            if (!goesOn || !ring.HasMore(round))
            {
                return (answer, lost);
            }

            answer?.Dispose();
            Interlocked.Increment(ref retriesDone);
        }
    }

    private async Task<(Answer? Answer, Exception? Lost)> Try(SiloAddress silo, Lane lane, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var request = make();
        request.RequestUri = new Uri(silo.Uri, request.RequestUri!);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (lane == Lane.Observations && options.AnswerWithin is { } limit)
        {
            patience.CancelAfter(limit);
        }

        silo.Sent(request.Content?.Headers.ContentLength ?? 0);
        var began = options.Time.GetTimestamp();
        try
        {
            // Whole answers, so that a connection lost within one is lost here; only what flows for long is read as it comes.
            var completion = lane == Lane.Steady ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            var answer = new Answer(await http.SendAsync(request, completion, patience.Token), silo, options.Time.GetElapsedTime(began));
            if (IsGatewayWithoutAnswer(answer.Message.StatusCode))
            {
                using (answer)
                {
                    throw new HttpRequestException($"Its gateway had no answer of it ({(int)answer.Message.StatusCode}).");
                }
            }

            Note(answer, lane);
            return (answer, null);
        }
        catch (Exception lost) when (IsLostConnection(lost) || (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            silo.Lost(options.Time.GetUtcNow(), options.PauseAfterFailure);
            return (null, lost);
        }
    }

    private void Note(Answer answer, Lane lane)
    {
        switch (answer.Message.StatusCode)
        {
            case HttpStatusCode.ServiceUnavailable:
                answer.From.CannotServe(options.Time.GetUtcNow(), Bounded(Asked(answer.Message.Headers.RetryAfter) ?? options.PauseAfterFailure));
                return;
            case HttpStatusCode.TooManyRequests:
                answer.From.AskedToWait();
                break;
        }

        answer.From.Answered();
        if (lane == Lane.Steady)
        {
            ring.StayWith(answer.From);
        }
    }

    private async Task WaitBefore(int attempt, RetryConditionHeaderValue? asked, CancellationToken cancellation)
    {
        Interlocked.Increment(ref retriesDone);
        var doubled = options.FirstWait * Math.Pow(2, Math.Min(attempt, 12));
        await Task.Delay(Bounded(Asked(asked) ?? doubled), options.Time, cancellation);
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date is { } date ? date - options.Time.GetUtcNow() : null);

    private TimeSpan Bounded(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > options.LongestWait ? options.LongestWait : wait;

    private static bool IsBusy(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    // The proxy before a Silo, in place of the Silo: whether the request arrived is as unknown as on a lost connection.
    private static bool IsGatewayWithoutAnswer(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static bool IsLostConnection(Exception error) =>
        error is HttpRequestException or IOException;

    /// <summary>What an address answered, and after what time.</summary>
    private sealed record Answer(HttpResponseMessage Message, SiloAddress From, TimeSpan After) : IDisposable
    {
        public void Dispose() => Message.Dispose();
    }
}
