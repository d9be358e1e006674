using System.Net;
using System.Net.Sockets;

namespace CityActors.Client.Tests.Live;

/// <summary>A TCP proxy that can be cut in the middle: nobody answers at its address any more, and its connections are torn.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly Uri target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource cut = new();
    private readonly List<Task> running = [];
    private readonly Lock gate = new();

    public CuttableProxy(Uri target)
    {
        this.target = target;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        running.Add(Listen());
    }

    public Uri Address { get; }

    public void Cut()
    {
        cut.Cancel();
        listener.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        Task[] all;
        lock (gate)
        {
            all = [.. running];
        }

        await Task.WhenAll(all);
        listener.Dispose();
        cut.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptTcpClientAsync(cut.Token);
                lock (gate)
                {
                    running.Add(Forward(caller));
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task Forward(TcpClient caller)
    {
        using var near = caller;
        using var far = new TcpClient();
        near.LingerState = new LingerOption(true, 0); // Torn, not closed in order.
        try
        {
            await far.ConnectAsync(target.Host, target.Port, cut.Token);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), cut.Token), far.GetStream().CopyToAsync(near.GetStream(), cut.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException)
        {
            // Cut, or one side has gone.
        }
    }
}
