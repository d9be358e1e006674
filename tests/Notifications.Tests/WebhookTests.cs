using System.Net;
using System.Text;
using CityActors.Silo.Notifications;
using StandardWebhooks;

namespace CityActors.Notifications.Tests;

/// <summary>Calls as the standard's own library signs them, to addresses that are meant.</summary>
public sealed class WebhookTests
{
    private const int Deadline = 60_000;

    [Fact(Timeout = Deadline)]
    public async Task Webhook_WithSecrets_IsSignedByEachAsTheStandardHasIt()
    {
        const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        const string Former = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(isReplay: false, [.. OutboxRun.To(("family", hook)), ("Receivers:family:Secret", Secret), ("Receivers:family:FormerSecret", Former)]);
        await run.Tell("n-1.a", "family");
        await run.Tell("未-2", "family");
        HookCall[] calls = [await hook.Next(), await hook.Next()];
        Assert.Equal(["%E6%9C%AA-2", "n-1%2Ea"], calls.Select(static call => call.Id).Order(StringComparer.Ordinal));
        foreach (var call in calls)
        {
            Assert.Equal(string.Join(' ', ((string[])[Secret, Former]).Select(secret => new StandardWebhook(secret).Sign(call.Id, run.Clock.GetUtcNow(), Encoding.UTF8.GetString(call.Body)))), call.Signature);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_InTheHostsOwnNetworks_IsNotCalledUnlessThatIsMeant()
    {
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(isReplay: false, ("Receivers:family:Type", "webhook"), ("Receivers:family:Url", hook.Url), ("Receivers:family:Private", "false"));
        await run.Tell("n-1", "family");
        Assert.Equal(new Attempt("failed", "family"), await run.NextAttempt());
        Assert.Contains("set the receiver's 'Private' to true", (await run.Find("n-1")).LastError, StringComparison.Ordinal);
        Assert.Equal(0, hook.CallCount);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2400:3200::1", true)]
    [InlineData("172.15.0.1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("127.9.9.9", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("64:ff9b:1::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("::ffff:0:a00:1", false)]
    public void Address_IsOutsideOrNot(string address, bool isOutside) => Assert.Equal(isOutside, PublicAddresses.Has(IPAddress.Parse(address)));
}
