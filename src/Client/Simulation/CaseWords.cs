using System.Globalization;
using System.Text.Json;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>What people type into forms in a walk: mostly what fits, sometimes not.</summary>
/// <param name="random">Decides.</param>
/// <param name="catalogue">The categories and units that there are.</param>
internal sealed class CaseWords(Random random, Catalogue catalogue)
{
    public string Somebody() => $"person-{random.Next(50):00}";

    public string Member() => $"member-{random.Next(20):00}";

    /// <summary>So many parties as a type wants, all different.</summary>
    public IReadOnlyList<string> Parties(PartySpec party) =>
        [.. Enumerable.Range(0, 50).OrderBy(_ => random.Next()).Take(Math.Min(party.Most, party.Least + random.Next(3))).Select(static number => $"person-{number:00}")];

    /// <summary>What is typed into a field of a form.</summary>
    public string Typed(FormSpec form, FieldType type, string? list, DateTimeOffset now)
    {
        if (random.Next(15) == 0)
        {
            return random.Next(2) == 0 ? "\"\"" : "{\"no\":1}";
        }

        return form.Act switch
        {
            FormAct.Append => Row(type, now),
            FormAct.Tick => Ticks(list),
            _ => Json(type, now),
        };
    }

    /// <summary>A value of a type.</summary>
    public string Json(FieldType type, DateTimeOffset now) => type.Type switch
    {
        null => "\"file-1\"",
        { Kind: ExpressionKind.Flag } => random.Next(2) == 0 ? "true" : "false",
        { Kind: ExpressionKind.Whole } => random.Next(1, 6).ToString(CultureInfo.InvariantCulture),
        { Kind: ExpressionKind.Number or ExpressionKind.Money or ExpressionKind.Share } => (random.Next(1, 100_000) / 100m).ToString(CultureInfo.InvariantCulture),
        { Kind: ExpressionKind.Date } => $"\"{DateOnly.FromDateTime(now.DateTime).AddDays(random.Next(60)):yyyy-MM-dd}\"",
        { Kind: ExpressionKind.Instant } => $"\"{now.AddHours(random.Next(1, 400)):O}\"",
        { Kind: ExpressionKind.Place } => """{"longitude":112.98,"latitude":28.19,"area":"430103002001"}""",
        { Kind: ExpressionKind.Area } => "\"430103002001\"",
        { Kind: ExpressionKind.Choice, Codes: { Count: > 0 } codes } => JsonSerializer.Serialize(codes[random.Next(codes.Count)].Code),
        { Kind: ExpressionKind.Ref, Target: "category" } when catalogue.Categories.Count > 0 => JsonSerializer.Serialize(catalogue.Categories[random.Next(catalogue.Categories.Count)].Code),
        { Kind: ExpressionKind.Ref, Target: "unit" } when catalogue.Departments.Count > 0 => JsonSerializer.Serialize(catalogue.Departments[random.Next(catalogue.Departments.Count)].Code),
        { Kind: ExpressionKind.Ref } => $"\"{Member()}\"",
        { Kind: ExpressionKind.List } => $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => type.Rows.Count > 0 ? Row(type, now) : Json(new FieldType(type.Type.Element, type.MostCharacters, type.Rows), now)))}]",
        _ => "\"words\"",
    };

    private string Row(FieldType type, DateTimeOffset now) =>
        $"{{{string.Join(',', type.Rows.Where(_ => random.Next(5) > 0).Select(field => $"{JsonSerializer.Serialize(field.Key)}:{Json(field.Value, now)}"))}}}";

    private string Ticks(string? list)
    {
        var count = list is null ? 0 : JsonDocument.Parse(list).RootElement.GetArrayLength();
        return $"[{string.Join(',', Enumerable.Range(1, count).Where(_ => random.Next(3) > 0))}]";
    }
}
