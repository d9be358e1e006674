using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityActors.Client.Tests;

/// <summary>A real HTTP server that answers call after call what a test wrote down.</summary>
internal sealed class ScriptedSilo : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> script = new();
    private readonly WebApplication app;

    private ScriptedSilo(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public ConcurrentQueue<SeenCall> Calls { get; } = new();

    public static async Task<ScriptedSilo> Start(params Func<HttpContext, Task>[] script)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var silo = new ScriptedSilo(app);
        foreach (var answer in script)
        {
            silo.script.Enqueue(answer);
        }

        app.Run(silo.Answer);
        await app.StartAsync();
        return silo;
    }

    public static Func<HttpContext, Task> Json(string body, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Busy(int status, string retryAfter) => context =>
    {
        context.Response.Headers.RetryAfter = retryAfter;
        return Json("""{"title":"Busy","status":503,"code":"too-much-waits","detail":"Wait."}""", status)(context);
    };

    public static Task HangUp(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Calls.Enqueue(new SeenCall(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString.Value,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        await (script.TryDequeue(out var answer) ? answer : Json("""{"title":"The script is over","status":500,"code":"over"}""", 500))(context);
    }
}

internal sealed record SeenCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
