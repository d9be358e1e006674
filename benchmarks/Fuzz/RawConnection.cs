using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>A connection that sends what no HTTP client would, and reads what comes back. It is opened again when the server has closed it.</summary>
internal sealed class RawConnection(int port) : IDisposable
{
    private const int MostKept = 1 << 22;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly byte[] buffer = new byte[1 << 15];
    private TcpClient? client;
    private NetworkStream? stream;
    private int from;
    private int to;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="TimeoutException">None came within a minute.</exception>
    public async Task<RawAnswer> Ask(RawRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var bytes = request.ToBytes();
            for (var isSecond = false; ; isSecond = true)
            {
                if (await Try(request, bytes, patience.Token) is { } answer && (answer.Status > 0 || isSecond))
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Close();
            throw new TimeoutException("No answer within a minute.");
        }
    }

    public void Dispose() => Close();

    private async Task<RawAnswer> Try(RawRequest request, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            await Open(cancellation);
            var sending = stream!.WriteAsync(bytes, cancellation).AsTask();
            var answer = await Read(request.Method == "HEAD", cancellation);
            if (!sending.IsCompletedSuccessfully)
            {
                Close(); // It was answered before it was read: whatever is left of it is no request.
                await sending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return answer;
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            Close();
            return new RawAnswer(0, "", fault.Message);
        }
    }

    private async Task Open(CancellationToken cancellation)
    {
        if (client is null)
        {
            client = new TcpClient { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            stream = client.GetStream(); // Once: a connection that was reset gives none any more.
        }
    }

    private void Close()
    {
        stream?.Dispose();
        client?.Dispose();
        (client, stream, from, to) = (null, null, 0, 0);
    }

    private async Task<RawAnswer> Read(bool isHead, CancellationToken cancellation)
    {
        var status = 0;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        do
        {
            status = int.Parse((await Line(cancellation)).Split(' ')[1], CultureInfo.InvariantCulture);
            headers.Clear();
            while (await Line(cancellation) is { Length: > 0 } line)
            {
                headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        while (status is 100); // The server would like the body, which is on its way.
        var type = headers.GetValueOrDefault("Content-Type", "");
        var body = isHead || status is 204 or 304 ? "" : await Body(headers, type, cancellation);
        if (headers.GetValueOrDefault("Connection", "").Contains("close", StringComparison.OrdinalIgnoreCase))
        {
            Close();
        }

        return new RawAnswer(status, type, body);
    }

    private async Task<string> Body(Dictionary<string, string> headers, string type, CancellationToken cancellation)
    {
        if (type.StartsWith("text/event-stream", StringComparison.Ordinal))
        {
            Close(); // It has no end.
            return "";
        }

        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await Take(int.Parse(length, CultureInfo.InvariantCulture), cancellation);
        }

        var kept = new StringBuilder();
        if (!headers.ContainsKey("Transfer-Encoding"))
        {
            return "";
        }

        while (int.Parse(await Line(cancellation), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            var part = await Take(size, cancellation);
            kept.Append(kept.Length < MostKept ? part : "");
            await Line(cancellation);
        }

        await Line(cancellation);
        return kept.ToString();
    }

    private async Task<string> Take(int length, CancellationToken cancellation)
    {
        var kept = new StringBuilder();
        while (length > 0)
        {
            await Fill(cancellation);
            var part = Math.Min(length, to - from);
            kept.Append(kept.Length < MostKept ? Encoding.UTF8.GetString(buffer, from, part) : "");
            (from, length) = (from + part, length - part);
        }

        return kept.ToString();
    }

    private async Task<string> Line(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            await Fill(cancellation);
            var end = Array.IndexOf(buffer, (byte)'\n', from, to - from);
            line.Append(Encoding.Latin1.GetString(buffer, from, (end < 0 ? to : end) - from));
            from = end < 0 ? to : end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    /// <exception cref="IOException">The server has closed the connection.</exception>
    private async Task Fill(CancellationToken cancellation)
    {
        if (from < to)
        {
            return;
        }

        (from, to) = (0, await (stream ?? throw new IOException("The connection is closed.")).ReadAsync(buffer, cancellation));
        if (to == 0)
        {
            throw new IOException("The server closed the connection.");
        }
    }
}
