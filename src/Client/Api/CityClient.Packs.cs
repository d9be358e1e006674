using System.Text.Json;

namespace CityActors.Client.Api;

/// <content>The packs of the city, for administrators. Nothing here is repeated on a lost connection but what is read.</content>
public sealed partial class CityClient
{
    /// <summary>The packs, and where they are on.</summary>
    public Task<PackCards> Packs(CancellationToken cancellation) => Ask<PackCards>(new Call(HttpMethod.Get, "/v1/packs"), cancellation);

    /// <summary>Installs a version of a pack. The same again changes nothing.</summary>
    public Task<InstalledPack> InstallPack(NewPackFiles pack, CancellationToken cancellation) => Ask<InstalledPack>(Post("/v1/packs", pack), cancellation);

    /// <summary>Switches a pack on or off in areas.</summary>
    public Task<PackSwitch> SwitchPack(string pack, bool isOn, PackSwitching wanted, CancellationToken cancellation) => Ask<PackSwitch>(
        (isOn ? Post(Address("packs", pack, "on"), wanted) : Post(Address("packs", pack, "off"), new SwitchedOff(wanted.Reason, wanted.Areas, wanted.From))) with { Method = HttpMethod.Put, MayRepeat = false }, cancellation);

    /// <summary>Takes a pack out of use.</summary>
    public async Task RetirePack(string pack, string reason, CancellationToken cancellation)
    {
        using var answer = await Send(new Call(HttpMethod.Delete, Query($"/v1/packs/{Uri.EscapeDataString(pack)}", [("reason", reason)])) { MayRepeat = false }, cancellation);
    }

    /// <summary>The parameters of the packs, as they hold for an area or a device.</summary>
    public Task<PackSettings> Settings(string? area, string? device, CancellationToken cancellation) =>
        Ask<PackSettings>(new Call(HttpMethod.Get, Query("/v1/settings", [("area", area), ("device", device)])), cancellation);

    /// <summary>Sets a parameter of a pack.</summary>
    public Task<PackSetting> SetParameter(string pack, string parameter, PackSettingWanted wanted, CancellationToken cancellation) => Ask<PackSetting>(
        Post(Address("settings", pack, Uri.EscapeDataString(parameter)), wanted) with { Method = HttpMethod.Put, MayRepeat = false }, cancellation);

    private sealed record SwitchedOff(string Reason, IReadOnlyList<string>? Areas, DateTimeOffset? From);
}

/// <summary>The packs of a city.</summary>
/// <param name="Items">The packs, by name.</param>
public sealed record PackCards(IReadOnlyList<PackCard> Items);

/// <summary>A pack of a city.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Version">The version by whose words the city speaks.</param>
/// <param name="Digest">SHA-256 of its files.</param>
/// <param name="OnIn">The codes of the areas in which it is on; an empty one is the whole city.</param>
/// <param name="Booked">What is booked for later.</param>
/// <param name="IsRetired">Whether it was taken out of use.</param>
public sealed record PackCard(string Pack, string Version, string Digest, IReadOnlyList<string> OnIn, IReadOnlyList<PackBooking> Booked, bool IsRetired);

/// <summary>A switch that is booked for later.</summary>
/// <param name="Act"><c>on</c> or <c>off</c>.</param>
/// <param name="Version">The version that is to be on; empty: none.</param>
/// <param name="Areas">The codes of the areas; an empty one is the whole city.</param>
/// <param name="NotIn">The codes of areas in these for which it was cancelled.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, by an order, or null.</param>
public sealed record PackBooking(string Act, string Version, IReadOnlyList<string> Areas, IReadOnlyList<string> NotIn, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>The text of each file of a pack, by its path.</summary>
/// <param name="Files">The files.</param>
public sealed record NewPackFiles(IReadOnlyDictionary<string, string> Files);

/// <summary>A version that was installed.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">SHA-256 of its files.</param>
/// <param name="NotJudged">What it says and the Silo does not act on.</param>
public sealed record InstalledPack(string Pack, string Version, string Digest, IReadOnlyList<string> NotJudged);

/// <summary>Where, from when and why a pack is switched.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Areas">The codes of the areas; null: the whole city.</param>
/// <param name="From">From when; null: as soon as can be.</param>
/// <param name="Version">Which version; null: the newest installed.</param>
/// <param name="Order">The order by which it is on, or null.</param>
public sealed record PackSwitching(string Reason, IReadOnlyList<string>? Areas, DateTimeOffset? From, string? Version = null, PackSwitchOrder? Order = null);

/// <summary>An order by which a pack is on.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Until">Until when.</param>
public sealed record PackSwitchOrder(string Purpose, DateTimeOffset Until);

/// <summary>A pack that was switched.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Act"><c>on</c> or <c>off</c>.</param>
/// <param name="Version">The version that is on; empty: none.</param>
/// <param name="Areas">The codes of the areas.</param>
/// <param name="From">From when, UTC; null: always.</param>
/// <param name="Cancelled">What was booked there for later, and does not come.</param>
public sealed record PackSwitch(string Pack, string Act, string Version, IReadOnlyList<string> Areas, DateTimeOffset? From, IReadOnlyList<PackBooking> Cancelled);

/// <summary>The parameters of packs.</summary>
/// <param name="Packs">The parameters, pack by pack.</param>
public sealed record PackSettings(IReadOnlyList<PackSetting> Packs);

/// <summary>A parameter of a pack as it holds somewhere.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Parameter">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">Its value.</param>
/// <param name="Least">The least that may be set.</param>
/// <param name="Most">The most that may be set.</param>
/// <param name="SetBy">The finest place for which it may be set.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record PackSetting(string Pack, string Parameter, string Unit, string Value, string Least, string Most, string SetBy, string Origin);

/// <summary>A parameter to be set.</summary>
/// <param name="Value">To what.</param>
/// <param name="Reason">Why.</param>
/// <param name="For">For what; null: the whole city.</param>
/// <param name="From">From when; null: as soon as can be.</param>
public sealed record PackSettingWanted(JsonElement Value, string Reason, string? For, DateTimeOffset? From);
