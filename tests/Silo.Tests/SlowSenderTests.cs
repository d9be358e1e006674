using System.Net;

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

    [Theory]
    [InlineData("X-Long: ", 40_000, "431")]
    [InlineData("", 9_000, "414")]
    public async Task Head_LongerThanAnyHonestOne_IsRefused(string header, int length, string status)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync("127.0.0.1", City.Port, TestContext.Current.CancellationToken);
        var head = header.Length > 0
            ? $"GET /health/live HTTP/1.1\r\nHost: localhost\r\n{header}{new string('x', length)}\r\n\r\n"
            : $"GET /health/live?{new string('x', length)} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await connection.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());

        Assert.Contains($" {status} ", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_LargerThanAnyHonestOne_IsRefusedWithoutBeingRead()
    {
        using var body = new ByteArrayContent(new byte[2 << 20]);
        body.Headers.ContentType = new("application/json");
        using var answer = await City.Http.PutAsync(new Uri($"/v1/households/{SmallTown.Home(1)}", UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
