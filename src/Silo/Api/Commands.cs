using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Cases;
using CityActors.WorkOrders;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Api;

/// <summary>What commands and ids in requests share.</summary>
internal static partial class Commands
{
    /// <summary>A command is a few lines long; anything larger is refused before it is read.</summary>
    public static RequestSizeLimitAttribute SizeLimit { get; } = new(64 << 10);

    /// <summary>The request's <c>Idempotency-Key</c>, else a new one.</summary>
    public static string KeyOf(HttpContext context) =>
        context.Request.Headers[RequestKey.Header].ToString() is { Length: > 0 } key ? key : Guid.NewGuid().ToString("N");

    /// <summary>The command's id: the body's, else the request's key.</summary>
    public static string IdOf(HttpContext context, string given) => given.Length > 0 ? given : KeyOf(context);

    /// <summary>Says why the id in a command's body cannot be taken, or null. An empty one is none.</summary>
    public static IResult? CheckId(string given) => given.Length == 0 ? null : RequestKey.CheckCommandId(given);

    /// <summary>Who gives a command, and what it asks for: everything in its body but the id.</summary>
    public static CommandSource SourceOf(Caller caller, WorkOrderCommand command) =>
        new(caller.Name, Hash(command with { CommandId = "", Actor = "", At = default, Source = null }));

    /// <summary>The same for an alert's command.</summary>
    public static CommandSource SourceOf(Caller caller, AlertCommand command) =>
        new(caller.Name, Hash(command with { CommandId = "", Actor = "", At = default, Source = null }));

    /// <summary>The same for a case's command.</summary>
    public static CommandSource SourceOf(Caller caller, CaseCommandBody command) => new(caller.Name, Hash(command with { CommandId = "" }));

    /// <summary>The name of a command as callers write it, or null: it is none.</summary>
    public static string? NameOf(object command) => command.GetType().BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .FirstOrDefault(kind => kind.DerivedType == command.GetType())?.TypeDiscriminator as string;

    /// <summary>Whether a text is the id of a household, camera or terminal.</summary>
    public static bool IsEntityId(string id) => EntityId().IsMatch(id);

    /// <summary>Whether a text is the id of an entity, area or cell, all of which may have alerts.</summary>
    public static bool HasAlerts(string id) => IsEntityId(id) || AreaCodes.OfPlaceId(id) is not null;

    /// <summary>Whether a text is the id of an entity of one type.</summary>
    public static bool IsIdOf(string prefix, string id) => IsEntityId(id) && id.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Whether a text is the id of an order.</summary>
    public static bool IsOrderId(string id) => OrderId().IsMatch(id);

    /// <summary>Whether a text is the id of a responder.</summary>
    public static bool IsResponderId(string id) => ResponderId().IsMatch(id);

    private static string Hash<T>(T command) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, FactRecords.Json)))[..32];

    [GeneratedRegex("^(home|cam|term)-[a-z0-9-]{1,100}$")]
    private static partial Regex EntityId();

    [GeneratedRegex("^order-[0-9a-z]{13}$")]
    private static partial Regex OrderId();

    [GeneratedRegex("^resp-[a-z0-9-]{1,100}$")]
    private static partial Regex ResponderId();
}
