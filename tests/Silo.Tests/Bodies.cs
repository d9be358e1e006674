using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>Bodies as nobody honest sends them.</summary>
internal static class Bodies
{
    /// <summary>A text many times over, packed to a thousandth.</summary>
    public static async Task<byte[]> Pack(string text, int times)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var i = 0; i < times; i++)
            {
                await gzip.WriteAsync(bytes, TestContext.Current.CancellationToken);
            }
        }

        return packed.ToArray();
    }

    /// <summary>A request with observations.</summary>
    public static HttpRequestMessage Post(byte[] body, string encoding = "", string type = "application/x-ndjson")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding.Length > 0)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return new HttpRequestMessage(HttpMethod.Post, "/v1/observations") { Content = content };
    }
}

/// <summary>A sender that begins a long body and goes on a few bytes at a time, for ever.</summary>
internal sealed class Trickle : IDisposable
{
    private readonly TcpClient connection = new();
    private readonly CancellationTokenSource ending = new();
    private Task sending = Task.CompletedTask;

    private Trickle()
    {
    }

    /// <summary>Begins one.</summary>
    /// <param name="port">The Silo's port.</param>
    /// <param name="key">Who sends.</param>
    /// <param name="every">How long after a few bytes the next ones follow; about 400 bytes a second where it is not said.</param>
    public static async Task<Trickle> Begin(int port, AuthenticationHeaderValue key, TimeSpan? every = null)
    {
        var trickle = new Trickle();
        await trickle.connection.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var head = $"POST /v1/observations HTTP/1.1\r\nHost: localhost\r\nAuthorization: {key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n{{\"entity\":";
        await trickle.connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        trickle.sending = trickle.Go(every ?? TimeSpan.FromMilliseconds(100));
        return trickle;
    }

    /// <summary>All that the Silo answers until it ends the connection.</summary>
    public async Task<string> Answer()
    {
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII, leaveOpen: true);
        return await reader.UntilCut();
    }

    public void Dispose()
    {
        ending.Cancel();
        connection.Dispose();
        ending.Dispose();
        _ = sending;
    }

    private async Task Go(TimeSpan every)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, ending.Token);
                await connection.GetStream().WriteAsync(new byte[40], ending.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody listens any more.
        }
    }
}
