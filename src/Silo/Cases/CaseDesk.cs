using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Districts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Lists;

namespace CityActors.Silo.Cases;

/// <summary>Finds the area that a case belongs to, from what is said of it.</summary>
internal sealed class CaseDesk(CaseFormDesk forms, CellLocator cells, ListQueries lists, ListProjector projector)
{
    /// <summary>The refusal of a type that no pack has.</summary>
    public static Refusal UnknownType(string type) => new("unknown-type", $"No pack that is on has a type of case '{type}'; GET /v1/forms lists those of an area.", $"没有启用事项类型“{type}”。");

    /// <summary>Whether any pack has a type.</summary>
    public bool HasType(string type) => forms.PlaceFieldOf(type) is not { Length: 0 };

    /// <summary>The area, which is empty where something is wrong with it, the fields with the cell of the place, and what is wrong with either.</summary>
    /// <param name="type">The type of case; some pack has it.</param>
    /// <param name="given">The code that was given, or empty.</param>
    /// <param name="fields">Its fields; one of them may be its place.</param>
    /// <param name="cancellation">Ends the wait for what was just registered.</param>
    public async Task<LocatedCase> Locate(string type, string given, IReadOnlyDictionary<string, JsonElement> fields, CancellationToken cancellation)
    {
        var faults = new List<CaseFormFault>();
        var isKnown = given.Length > 0 && ListEndpoints.IsArea(given) && await Knows(given, cancellation);
        if (given.Length > 0 && !isKnown)
        {
            faults.Add(new("", new Refusal("unknown-area", $"There is no area '{given[..Math.Min(given.Length, 20)]}'; GET /v1/areas lists them.", "没有该区域编码。")));
        }

        var field = forms.PlaceFieldOf(type);
        if (field is null || !fields.TryGetValue(field, out var place))
        {
            if (given.Length == 0)
            {
                faults.Add(new("", new Refusal("bad-area", $"'area' is the code of the area that the case belongs to{(field is null ? "" : $", if '{field}' does not say where it is")}.", "请填写所属区域编码。")));
            }

            return new LocatedCase(isKnown ? forms.OwnerOf(type, given) : "", fields, faults);
        }

        var (cell, why) = await CellOf(place, field, cancellation);
        if (cell is null)
        {
            return new LocatedCase(isKnown ? forms.OwnerOf(type, given) : "", fields, [.. faults, new CaseFormFault(field, why!)]);
        }

        var located = new SortedDictionary<string, JsonElement>(fields.ToDictionary(), StringComparer.Ordinal)
        {
            [field] = JsonSerializer.SerializeToElement(new { longitude = place.GetProperty("longitude"), latitude = place.GetProperty("latitude"), area = cell }, FactRecords.Json),
        };
        return new LocatedCase(forms.OwnerOf(type, isKnown ? given : cell), located, faults);
    }

    private async Task<(string? Cell, Refusal? Why)> CellOf(JsonElement place, string field, CancellationToken cancellation)
    {
        var isPlace = place.ValueKind == JsonValueKind.Object && place.TryGetProperty("longitude", out var longitude) && place.TryGetProperty("latitude", out var latitude)
            && longitude.ValueKind == JsonValueKind.Number && latitude.ValueKind == JsonValueKind.Number;
        var position = isPlace ? new GeoPoint(place.GetProperty("longitude").GetDouble(), place.GetProperty("latitude").GetDouble()) : default;
        if (!isPlace || !Positions.IsOnEarth(position))
        {
            return (null, new Refusal("bad-position", $"'{field}' needs longitude and latitude in WGS-84 degrees.", "位置须为经纬度（WGS-84）。"));
        }

        var cell = cells.Find(position);
        if (cell is null)
        {
            await projector.NoteRegistered(cancellation);
            cell = cells.Find(position);
        }

        return (cell, cell is not null ? null : new Refusal(
            "outside", $"No grid cell is within {CellLocator.ReachMetres} m of {position.Longitude}, {position.Latitude}.", $"该位置{CellLocator.ReachMetres}米内没有网格，请检查位置。"));
    }

    private async Task<bool> Knows(string area, CancellationToken cancellation)
    {
        if (await lists.HasAreaIn(area))
        {
            return true;
        }

        await projector.NoteRegistered(cancellation);
        return await lists.HasAreaIn(area);
    }
}

/// <summary>Where a case belongs.</summary>
/// <param name="Area">The code of its area; empty where it is not known.</param>
/// <param name="Fields">Its fields, with the cell of its place.</param>
/// <param name="Faults">What is wrong with its area or its place.</param>
internal sealed record LocatedCase(string Area, IReadOnlyDictionary<string, JsonElement> Fields, IReadOnlyList<CaseFormFault> Faults);
