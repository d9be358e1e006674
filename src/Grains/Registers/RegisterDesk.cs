using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Registers;
using CityActors.Packs.Switches;
using CityActors.Watch;

namespace CityActors.Registers;

/// <summary>The registers of the city, for doors: what there is, to which area a record would belong, and what the cells of a table mean.</summary>
public sealed class RegisterDesk
{
    private const char BetweenEntries = '|';
    private readonly IRegisters registers;
    private readonly CityThings things;

    internal RegisterDesk(IRegisters registers, CityThings things) => (this.registers, this.things) = (registers, things);

    /// <summary>All registers of the packs of the city, by name.</summary>
    public IReadOnlyList<RegisterType> All => [.. things.Packs.All.SelectMany(static pack => pack.Registers.Values).OrderBy(static spec => spec.Register, StringComparer.Ordinal).Select(spec => registers.Find(spec.Register)!)];

    /// <summary>A register, or null: no pack has it.</summary>
    public RegisterType? Find(string register) => registers.Find(register);

    /// <summary>The code of the area that a record would belong to.</summary>
    /// <param name="type">The register.</param>
    /// <param name="before">The record as it is, or null: there is none.</param>
    /// <param name="written">The fields that are written over it, each as JSON.</param>
    /// <returns>Null where that is no area: the write will be refused.</returns>
    public static string? AreaOf(RegisterType type, RecordView? before, IReadOnlyDictionary<string, string> written)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(written);
        if (type.Spec.Area is not { } field)
        {
            return "";
        }

        var json = written.GetValueOrDefault(field) ?? before?.Fields.GetValueOrDefault(field);
        return RecordForms.AreaOf(json) is { Length: > 0 } area && SwitchRules.IsArea(area) ? area : null;
    }

    /// <summary>The fields of a row of a table, each as JSON; an empty cell leaves its field as it is.</summary>
    /// <param name="type">The register.</param>
    /// <param name="cells">What stands in the row, by field. Entries of a list stand with <c>|</c> between, a place as longitude, latitude and code with blanks between.</param>
    public static ImmutableSortedDictionary<string, string> FieldsOf(RegisterType type, IReadOnlyDictionary<string, string> cells)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(cells);
        return cells.Where(static cell => cell.Value.Length > 0).ToImmutableSortedDictionary(static cell => cell.Key, cell => JsonOf(cell.Value, type.Types[cell.Key].Type), StringComparer.Ordinal);
    }

    private static string JsonOf(string cell, ExpressionType? type) => type?.Kind switch
    {
        ExpressionKind.List => $"[{string.Join(',', cell.Split(BetweenEntries, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(entry => JsonOf(entry, type.Element)))}]",
        ExpressionKind.Flag when cell is "true" or "false" => cell,
        ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money when decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number.ToString(CultureInfo.InvariantCulture),
        ExpressionKind.Place when cell.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var east, var north, var area] && double.TryParse(east, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && double.TryParse(north, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && double.IsFinite(longitude) && double.IsFinite(latitude) =>
            CaseValue.Write(Value.Of(new Place(longitude, latitude, area)), ExpressionType.Place)!,
        _ => JsonSerializer.Serialize(cell, Facts.FactRecords.Json),
    };
}
