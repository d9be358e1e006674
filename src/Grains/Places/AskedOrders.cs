using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>Work orders that cases asked for as a part of theirs: each goes into the city as any report does, and its end is told to the case. Pure.</summary>
internal static class AskedOrders
{
    /// <summary>The type of case that is a work order.</summary>
    public const string Type = "order";

    /// <summary>The report of a part that is a work order, or why it cannot be one.</summary>
    public static (OrderReport? Report, Refusal? Refusal) ReportOf(CaseWanted wanted, Catalogue catalogue)
    {
        var fields = wanted.Beginning.Fields;
        if (TextOf(fields.GetValueOrDefault("category")) is not { } category || catalogue.Find(category) is null)
        {
            return (null, CaseRefusals.UnknownCategory);
        }

        if (!fields.TryGetValue("place", out var json))
        {
            return (null, NoCell);
        }

        using var place = JsonDocument.Parse(json);
        var cell = place.RootElement.GetProperty("area").GetString();
        return !AreaCodes.TryLevel(cell, out var level) || level != AreaLevel.Cell ? (null, NoCell) : (new OrderReport
        {
            Id = wanted.Case,
            Category = category,
            Channel = ReportChannel.Transfer,
            At = wanted.At,
            Position = new GeoPoint(place.RootElement.GetProperty("longitude").GetDouble(), place.RootElement.GetProperty("latitude").GetDouble()),
            Cell = cell,
            Text = TextOf(fields.GetValueOrDefault("text")) ?? "",
            Reporter = wanted.Beginning.Actor,
        }, null);
    }

    /// <summary>The state that knows which order is a part of which case.</summary>
    public static MatterIndexState With(MatterIndexState state, CaseWanted wanted, string order) =>
        wanted.Beginning.Parent is { } parent ? state with { Asked = state.Asked.With(wanted.Case, new OrderPart(order, parent.Id, parent.As, wanted.At)) } : state;

    /// <summary>What cases are told of the end of an order, or of one that goes on with what theirs was about; each once.</summary>
    public static (MatterIndexState Next, IReadOnlyList<CityFact> Facts) End(MatterIndexState state, OrderEnded ended)
    {
        var told = state.Asked.ByKey.Where(asked => state.RootOf(asked.Value.Order) == ended.Subject).ToArray();
        var facts = told.Select(asked => new CaseReached
        {
            Subject = asked.Key,
            Version = 1,
            At = ended.At,
            Area = ended.Area,
            Parent = new CaseParent(asked.Value.Case, asked.Value.As),
            Status = JsonNamingPolicy.KebabCaseLower.ConvertName(ended.Status.ToString()),
            HasEnded = true,
            Why = ended.Reason,
        }).ToArray();
        return (told.Aggregate(state, static (next, asked) => next with { Asked = next.Asked.Without(asked.Key) }), facts);
    }

    private static Refusal NoCell { get; } = new("outside", "A work order has a place in a grid cell, and this one has none.", "工单须位于某一网格内，该地点无网格。");

    private static string? TextOf(string? json) => json is null ? null : JsonSerializer.Deserialize<string>(json);
}

/// <summary>A work order that is a part of a case.</summary>
/// <param name="Order">The order.</param>
/// <param name="Case">The case.</param>
/// <param name="As">What the order is there.</param>
/// <param name="At">Since when, UTC.</param>
[GenerateSerializer, Immutable, Alias("asked-order-part")]
internal sealed record OrderPart(
    [property: Id(0), JsonRequired] string Order,
    [property: Id(1), JsonRequired] string Case,
    [property: Id(2), JsonRequired] string As,
    [property: Id(3)] DateTimeOffset At);
