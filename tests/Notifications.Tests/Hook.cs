using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityActors.Notifications.Tests;

/// <summary>A receiver: a real HTTP server on loopback that notes what it gets and answers as it is told.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<HookCall> calls = Channel.CreateUnbounded<HookCall>();

    private Hook(Func<HookCall, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var call = new HookCall(
                context.Request.Headers["webhook-id"].ToString(),
                context.Request.Headers["webhook-timestamp"].ToString(),
                context.Request.Headers["webhook-signature"].ToString(),
                context.Request.ContentType ?? "",
                body.ToArray());
            calls.Writer.TryWrite(call);
            await answer(call, context);
        });
    }

    public string Url => $"{app.Urls.First()}/hook";

    /// <summary>Calls not yet looked at.</summary>
    public int CallCount => calls.Reader.Count;

    public static async Task<Hook> Start(Func<HookCall, HttpContext, Task> answer)
    {
        var hook = new Hook(answer);
        await hook.app.StartAsync(TestContext.Current.CancellationToken);
        return hook;
    }

    /// <summary>A receiver that always gives the same status.</summary>
    public static Task<Hook> Answering(int status) => Start((_, context) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>A receiver that takes a call and never answers.</summary>
    public static Task<Hook> Hanging() => Start((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>The next call, in the order of arrival.</summary>
    public ValueTask<HookCall> Next() => calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

internal sealed record HookCall(string Id, string Timestamp, string Signature, string ContentType, byte[] Body)
{
    /// <summary>What is told, out of its envelope.</summary>
    public JsonElement Data => JsonDocument.Parse(Body).RootElement.GetProperty("data");
}
