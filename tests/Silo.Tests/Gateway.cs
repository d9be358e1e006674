using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StandardWebhooks;

namespace CityActors.Silo.Tests;

/// <summary>A receiver of notifications: a real HTTP server that verifies and reads each call by the standards' own libraries, notes what it takes, and is down as it is told.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly JsonEventFormatter formatter = new();
    private readonly WebApplication app;

    private Gateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            new StandardWebhook(Secret).Verify(text, context.Request.Headers); // Throws: then it is not taken.
            var told = formatter.DecodeStructuredModeMessage(Encoding.UTF8.GetBytes(text), new ContentType(context.Request.ContentType!), null);
            (IsDown ? Refused : Taken).Enqueue((TimeProvider.System.GetUtcNow(), (JsonElement)told.Data!));
            context.Response.StatusCode = IsDown ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
        });
    }

    /// <summary>Whether it takes nothing.</summary>
    public bool IsDown { get; set; }

    public ConcurrentQueue<(DateTimeOffset At, JsonElement Body)> Taken { get; } = new();

    public ConcurrentQueue<(DateTimeOffset At, JsonElement Body)> Refused { get; } = new();

    public static async Task<Gateway> Start()
    {
        var gateway = new Gateway();
        await gateway.app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    /// <summary>The settings by which a Silo reaches it.</summary>
    /// <param name="receiver">The receiver's name.</param>
    public string[] As(string receiver) => [$"--Notifications:Receivers:{receiver}:Type=webhook", $"--Notifications:Receivers:{receiver}:Url={app.Urls.First()}/", $"--Notifications:Receivers:{receiver}:Secret={Secret}", $"--Notifications:Receivers:{receiver}:Private=true"];

    /// <summary>Waits until it has taken so many, or refused them while it is down.</summary>
    public async Task Until(int count)
    {
        while ((IsDown ? Refused : Taken).Count < count)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
