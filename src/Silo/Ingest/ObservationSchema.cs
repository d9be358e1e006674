using System.Text.Json.Nodes;
using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>The JSON Schema of one line of <c>POST /v1/observations</c>, of the kinds that this city has.</summary>
internal static class ObservationSchema
{
    /// <summary>The schema.</summary>
    public static JsonObject Of(Kinds kinds)
    {
        var all = kinds.All.Where(static kind => !kind.IsDerived).OrderBy(static kind => kind.Name, StringComparer.Ordinal).ToList();
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "urn:cityactors:observation:1",
            ["title"] = "Observation",
            ["description"] = "One line of POST /v1/observations. Fields that are not named here are passed over.",
            ["type"] = "object",
            ["required"] = new JsonArray("entity", "kind", "at"),
            ["properties"] = new JsonObject
            {
                ["entity"] = new JsonObject { ["type"] = "string", ["pattern"] = "^(home|cam|term)-[a-z0-9-]{1,100}$", ["description"] = "The registered household, camera or terminal." },
                ["kind"] = new JsonObject { ["enum"] = Names(all) },
                ["at"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it was seen; a meter's mean carries the end of its interval." },
                ["value"] = new JsonObject { ["type"] = "number", ["description"] = "Finite, and within the range of its kind; required unless it is a track." },
                ["unit"] = new JsonObject { ["type"] = "string", ["description"] = "The one unit of the kind; required unless it is a track." },
                ["zone"] = new JsonObject { ["type"] = "string", ["maxLength"] = 120 },
                ["track"] = new JsonObject { ["type"] = "string", ["maxLength"] = 120, ["description"] = "The producer's id of one moving or standing thing." },
                ["phase"] = new JsonObject { ["enum"] = new JsonArray("start", "update", "end") },
                ["confidence"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1, ["default"] = 1 },
                ["roster"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_-]{8,64}$", ["description"] = "Track: an opaque token of somebody of a roster. It is used if guardians consented, and stored nowhere." },
                ["falsePositive"] = new JsonObject { ["type"] = "boolean", ["default"] = false, ["description"] = "The producer was mistaken about this track." },
            },
            ["allOf"] = new JsonArray([Tracks(all), .. all.Where(static kind => !kind.IsTrack).Select(Values)]),
        };
    }

    private static JsonObject Tracks(List<KindFacts> all) => new()
    {
        ["if"] = Kind(new JsonObject { ["enum"] = Names(all.Where(static kind => kind.IsTrack)) }),
        ["then"] = new JsonObject { ["required"] = new JsonArray("track", "phase") },
        ["else"] = new JsonObject { ["required"] = new JsonArray("value", "unit") },
    };

    private static JsonObject Values(KindFacts kind)
    {
        var value = new JsonObject();
        if (double.IsFinite(kind.Range.Least) && double.IsFinite(kind.Range.Most))
        {
            (value["minimum"], value["maximum"]) = (kind.Range.Least, kind.Range.Most);
        }

        if (kind.Range.NoValues.Length > 0)
        {
            value["not"] = new JsonObject { ["enum"] = new JsonArray([.. kind.Range.NoValues.Select(static code => (JsonNode)code)]) };
        }

        return new()
        {
            ["if"] = Kind(new JsonObject { ["const"] = kind.Name }),
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["entity"] = new JsonObject { ["pattern"] = $"^{kind.EntityPrefix}" },
                    ["unit"] = new JsonObject { ["const"] = kind.Unit },
                    ["value"] = value,
                },
            },
        };
    }

    private static JsonObject Kind(JsonObject which) => new() { ["properties"] = new JsonObject { ["kind"] = which } };

    private static JsonArray Names(IEnumerable<KindFacts> kinds) => [.. kinds.Select(static kind => (JsonNode)kind.Name)];
}
