using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Places;

namespace CityActors.Devices;

/// <summary>The devices of a district that can be told what to do, stored row by row.</summary>
internal sealed record CommandDeskState
{
    /// <summary>The devices by id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, CommandedDevice> Devices { get; init; } = ImmutableSortedDictionary.Create<string, CommandedDevice>(StringComparer.Ordinal);
}

/// <summary>A device that can be told what to do.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Cell">The cell that it stands in.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Privacy">Who may see it.</param>
/// <param name="Drill">True where it belongs to a drill.</param>
[GenerateSerializer, Immutable, Alias("commanded-device")]
internal sealed record CommandedDevice(
    [property: Id(0), JsonRequired] string Kind,
    [property: Id(1), JsonRequired] string Cell,
    [property: Id(2), JsonRequired] GeoPoint Position,
    [property: Id(3)] Privacy Privacy,
    [property: Id(4)] bool Drill);
