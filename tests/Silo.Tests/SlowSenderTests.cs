using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>Senders that never come to an end hold nothing that others need.</summary>
public sealed class SlowSenderTests : SmallTownTests
{
    [Fact]
    public async Task Batch_WhileManyOthersTrickle_IsAnswered()
    {
        var slow = new List<Trickle>();
        try
        {
            for (var i = 0; i < 20; i++)
            {
                slow.Add(await Trickle.Begin(City.Port, City.Http.DefaultRequestHeaders.Authorization!));
            }

            using var answer = await City.PostLines([SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(15), 100)]);

            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
        finally
        {
            slow.ForEach(static sender => sender.Dispose());
        }
    }

    [Fact]
    public async Task Sender_SlowerThanTheSlowest_IsCutOff()
    {
        using var sender = await Trickle.Begin(City.Port, City.Http.DefaultRequestHeaders.Authorization!, every: TimeSpan.FromSeconds(1));

        Assert.StartsWith("HTTP/1.1 408 ", await sender.Answer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_LargerThanAnyHonestOne_IsRefusedWithoutBeingRead()
    {
        Assert.Contains(" 431 ", await Head($"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 40_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains(" 414 ", await Head($"GET /health/live?{new string('x', 9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);

        using var body = new ByteArrayContent(new byte[2 << 20]);
        body.Headers.ContentType = new("application/json");
        using var answer = await City.Http.PutAsync(new Uri($"/v1/households/{SmallTown.Home(1)}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<string?> Head(string text)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", City.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }
}
