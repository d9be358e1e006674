using CityActors.Cameras;
using CityActors.Client.Api;
using CityActors.Households;
using CityActors.Packs.Format;
using CityActors.Places;
using CityActors.Terminals;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>Registers the things of scenes in a generated district.</summary>
/// <param name="client">The city.</param>
/// <param name="words">The words of the packs.</param>
/// <param name="cells">The district's cells, by code.</param>
/// <param name="drill">Whether they belong to a drill.</param>
internal sealed class SceneTown(CityClient client, PackWords words, IReadOnlyList<AreaCard> cells, bool drill)
{
    /// <summary>The kind of a camera whose card names none.</summary>
    public const string OrdinaryCamera = "camera";

    private const int CommunityDigits = 12;
    private static readonly DateTimeOffset consent = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Registers things of a kind, spread over a place.</summary>
    /// <param name="kind">The kind of thing.</param>
    /// <param name="name">What their ids have after the beginning that their kind has.</param>
    /// <param name="from">The number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="place">A cell, a community or the district.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Their ids, in order.</returns>
    public async Task<IReadOnlyList<string>> Register(string kind, string name, int from, int count, string place, CancellationToken cancellation)
    {
        var among = Among(place);
        var ids = new List<string>();
        for (var number = from; number < from + count; number++)
        {
            var id = $"{Prefix(words.Thing(kind).Grain)}-{name}-{number:00}";
            var cell = among[(int)((long)number * among.Count / Math.Max(count + from, 1)) % among.Count];
            await Register(words.Thing(kind), id, cell, cancellation);
            ids.Add(id);
        }

        return ids;
    }

    private Task Register(ThingSpec thing, string id, AreaCard cell, CancellationToken cancellation)
    {
        var card = new EntityCard { Id = id, Type = TypeOf(thing.Grain), Cell = cell.Code, Position = cell.Centre, Drill = drill };
        return thing.Grain switch
        {
            ThingGrain.Household => client.Register(new HouseholdRegistration { Card = card, ConsentAt = consent, Interval = words.Every(thing.Kind) }, cancellation),
            ThingGrain.Camera => client.Register(new CameraRegistration { Card = card with { Kind = thing.Kind == OrdinaryCamera ? "" : thing.Kind, Privacy = Privacy.Public }, Zones = ["lane-1", "view"] }, cancellation),
            _ => client.Register(new TerminalRegistration { Card = card with { Kind = thing.Kind, Privacy = Privacy.Public } }, cancellation),
        };
    }

    private IReadOnlyList<AreaCard> Among(string place) => place switch
    {
        "cell" => [cells[0]],
        "community" => [.. cells.Where(cell => cell.Code[..CommunityDigits] == cells[0].Code[..CommunityDigits])],
        _ => cells,
    };

    private static string TypeOf(ThingGrain grain) => grain switch { ThingGrain.Household => "household", ThingGrain.Camera => "camera", _ => "terminal" };

    private static string Prefix(ThingGrain grain) => grain switch { ThingGrain.Household => "home", ThingGrain.Camera => "cam", _ => "term" };
}
