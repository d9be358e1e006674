using System.Globalization;

namespace CityActors.Packs;

/// <summary>A value in a pack's file: a number or a text.</summary>
/// <param name="Number">The number, or null: it is a text.</param>
/// <param name="Text">The text, or null: it is a number.</param>
public readonly record struct PackValue(decimal? Number, string? Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
