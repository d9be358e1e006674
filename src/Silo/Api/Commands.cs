using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Api;

/// <summary>What commands and ids in requests share.</summary>
internal static partial class Commands
{
    /// <summary>A command is a few lines long; anything larger is refused before it is read.</summary>
    public static RequestSizeLimitAttribute SizeLimit { get; } = new(64 << 10);

    /// <summary>The command's id: the body's, else the Idempotency-Key, else a new one.</summary>
    public static string IdOf(HttpContext context, string given)
    {
        string[] ids = [given, context.Request.Headers["Idempotency-Key"].ToString()];
        return ids.FirstOrDefault(static id => id.Length is > 0 and <= 200) is { } id ? Own(id) : Guid.NewGuid().ToString("N");
    }

    /// <summary>Whether a text is the id of a household, camera or terminal.</summary>
    public static bool IsEntityId(string id) => EntityId().IsMatch(id);

    /// <summary>Whether a text is the id of an order.</summary>
    public static bool IsOrderId(string id) => OrderId().IsMatch(id);

    /// <summary>Whether a text is the id of a responder.</summary>
    public static bool IsResponderId(string id) => ResponderId().IsMatch(id);

    // The city's own commands begin like this; a caller's must not pass for one of them.
    private static string Own(string id) =>
        id.StartsWith("dispatch-", StringComparison.Ordinal) || id.StartsWith("drill-", StringComparison.Ordinal) ? $"caller-{id}" : id;

    [GeneratedRegex("^(home|cam|term)-[a-z0-9-]{1,100}$")]
    private static partial Regex EntityId();

    [GeneratedRegex("^order-[0-9a-z]{13}$")]
    private static partial Regex OrderId();

    [GeneratedRegex("^resp-[a-z0-9-]{1,100}$")]
    private static partial Regex ResponderId();
}
