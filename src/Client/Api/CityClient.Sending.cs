using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CityActors.Client.Api;

/// <content>How a request finds an address that answers.</content>
public sealed partial class CityClient
{
    private async Task<Answer> Send(Call call, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (answer, lost) = await TryRound(call, cancellation);
            if (answer is not null && (answer.Message.IsSuccessStatusCode || answer.Message.StatusCode == call.AlsoAnswers))
            {
                return answer;
            }

            using (answer)
            {
                var status = answer?.Message.StatusCode ?? HttpStatusCode.ServiceUnavailable; // No answer means not ready.
                var limit = options.Retries + (status == HttpStatusCode.ServiceUnavailable ? options.ReconnectRetries : 0);
                var mayRepeat = answer is null ? call.MayRepeat : status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
                if (!mayRepeat || attempt >= limit)
                {
                    throw answer is null ? new CityUnreachableException(Addresses, lost!) : await Problem(answer.Message, cancellation);
                }

                await WaitBefore(attempt, answer?.Message.Headers.RetryAfter, cancellation);
            }
        }
    }

    /// <summary>Goes from address to address until one answers something other than 503, or none is left that may be tried now.</summary>
    private async Task<(Answer? Answer, Exception? Lost)> TryRound(Call call, CancellationToken cancellation)
    {
        Answer? answer = null;
        Exception? lost = null;
        foreach (var silo in ring.Round(call.Lane))
        {
            if (answer is not null || lost is not null)
            {
                answer?.Dispose();
                Interlocked.Increment(ref retriesDone);
            }

            (answer, lost) = await Try(silo, call, cancellation);
            var goesOn = answer is null ? call.MayRepeat : answer.Message.StatusCode == HttpStatusCode.ServiceUnavailable;
            if (!goesOn)
            {
                break;
            }
        }

        return (answer, lost);
    }

    private async Task<(Answer? Answer, Exception? Lost)> Try(SiloAddress silo, Call call, CancellationToken cancellation)
    {
        using var request = call.Request(silo.Uri);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (call.Lane == Lane.Observations && options.AnswerWithin is { } limit)
        {
            patience.CancelAfter(limit);
        }

        silo.Sent(call.Body?.Length ?? 0);
        var began = options.Time.GetTimestamp();
        try
        {
            // Answers are read whole, so that a connection lost within one is noticed here; only long streams are read as they come.
            var completion = call.Lane == Lane.Steady ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            var answer = new Answer(await http.SendAsync(request, completion, patience.Token), silo, options.Time.GetElapsedTime(began));

            // The proxy before a Silo, in place of the Silo: whether the request arrived is as unknown as on a lost connection.
            if (answer.Message.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
            {
                using (answer)
                {
                    throw new HttpRequestException($"Its gateway had no answer of it ({(int)answer.Message.StatusCode}).");
                }
            }

            Note(answer, call.Lane);
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
        NoteFact(answer.Message.Headers);
        if (lane == Lane.Steady)
        {
            ring.StayWith(answer.From);
        }
    }

    private void NoteFact(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("City-Fact", out var values) || !long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
        {
            return;
        }

        for (var known = Interlocked.Read(ref lastFact); told > known;)
        {
            var seen = Interlocked.CompareExchange(ref lastFact, told, known);
            known = seen == known ? told : seen;
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

    private static bool IsLostConnection(Exception error) => error is HttpRequestException or IOException;

    /// <summary>What is asked for; each attempt makes a request of it.</summary>
    private sealed record Call(HttpMethod Method, string Path)
    {
        public Lane Lane { get; init; } = Lane.Others;

        public ReadOnlyMemory<byte>? Body { get; init; }

        public MediaTypeHeaderValue? Type { get; init; }

        /// <summary>Those without a value are left out.</summary>
        public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];

        /// <summary>A status besides success whose body the caller reads itself.</summary>
        public HttpStatusCode? AlsoAnswers { get; init; }

        /// <summary>Whether it may be sent again where nobody knows whether it arrived.</summary>
        public bool MayRepeat { get; init; } = true;

        public HttpRequestMessage Request(Uri silo)
        {
            var request = new HttpRequestMessage(Method, new Uri(silo, Path));
            if (Body is { } body)
            {
                request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Type } };
            }

            foreach (var (name, value) in Headers.Where(header => header.Value is not null))
            {
                request.Headers.Add(name, value);
            }

            return request;
        }
    }

    /// <summary>What an address answered, and after what time.</summary>
    private sealed record Answer(HttpResponseMessage Message, SiloAddress From, TimeSpan After) : IDisposable
    {
        public void Dispose() => Message.Dispose();
    }
}
