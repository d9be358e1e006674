using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Places;

namespace CityActors.Signals;

/// <summary>The alerts of what goes on in places: one of the smallest area that holds all of it; those of smaller areas are its parts. Pure.</summary>
internal static class EpisodeAlerts
{
    private const string Main = "main";

    /// <summary>Opens its alert, or that of a larger area because it spread.</summary>
    /// <returns>The episode with its alerts.</returns>
    public static PlaceEpisode Raise(ref PlacesState state, PlaceRule rule, PlaceEpisode episode, DateTimeOffset at, AlertOptions options, List<CityFact> facts)
    {
        if (rule.Alert is not { } spec || AreaCodes.Holding(episode.Codes) is not { } code)
        {
            return episode;
        }

        var id = AreaCodes.PlaceId(code);
        var parts = episode.Alerts.Select(state.FindAlert).OfType<Alert>().ToList();
        if (parts.Exists(part => part.Entity == id))
        {
            return episode; // It spread within the area that it has an alert of.
        }

        var book = state.Books.GetValueOrDefault(id, AlertBook.Empty);
        var zone = book.Open.Any(open => open.Kind == spec.Alert && open.Zone == Main) ? $"{Main}-{episode.Number}" : Main;
        var stood = state.Stands;
        var rows = episode.Held.Select(known => stood.GetValueOrDefault(PlacesState.KeyOf(rule.Key, known))).OfType<PlaceRow>().Where(static row => row.From is not null).ToList();
        var stands = rows.ConvertAll(static row => row.Stand);
        var isReported = spec.Ticketless is null && parts.TrueForAll(static part => part.IsUnreported);
        var finding = new Finding(spec.Alert, zone, FindingAct.Open, at, PlaceTexts.Why(rule, spec, code, episode, stands), Terms: new AlertTerms(rule.Pack, PriorityOf(spec), isReported));
        var card = new EntityCard
        {
            Id = id,
            Type = "place",
            Cell = code,
            Position = Middle(rows),
            Drill = stands.Exists(static stand => stand.Drill),
            Privacy = Privacy.Public,
        };
        foreach (var step in book.Apply(finding, card, options))
        {
            state = Put(state, id, step, facts);
            episode = episode with { Alerts = [.. episode.Alerts, step.Changed!.Id] };
            foreach (var part in parts.Where(static part => part.State != AlertState.Cleared && part.Parent is null))
            {
                state = Put(state, part.Entity, state.Books[part.Entity].Adopted(part, step.Changed.Id, at), facts);
            }
        }

        return episode;
    }

    /// <summary>Ends its alerts, but for those that only an officer ends.</summary>
    public static void End(ref PlacesState state, PlaceRule rule, PlaceEpisode episode, DateTimeOffset at, List<CityFact> facts)
    {
        foreach (var alert in rule.Alert?.Ends == AlertEnd.ByOfficer ? [] : episode.Alerts.Select(state.FindAlert).OfType<Alert>().ToArray())
        {
            foreach (var step in state.Books[alert.Entity].Apply(new Finding(alert.Kind, alert.Zone, FindingAct.Clear, at, PlaceTexts.Over(rule)), CardOf(alert), new AlertOptions()))
            {
                state = Put(state, alert.Entity, step, facts);
            }
        }
    }

    /// <summary>Puts what became of an alert into the books.</summary>
    public static PlacesState Put(PlacesState state, string id, AlertStep step, List<CityFact> facts, bool tellsOrder = true)
    {
        if (step.Changed is null)
        {
            return state;
        }

        facts.AddRange(AlertFacts.Of(step, Privacy.Public, tellsOrder));
        return state with { Books = state.Books.SetItem(id, step.Book) };
    }

    private static EntityCard CardOf(Alert alert) => new() { Id = alert.Entity, Type = "place", Cell = alert.Cell, Position = alert.Position, Drill = alert.Drill, Privacy = Privacy.Public };

    private static AlertPriority PriorityOf(AlertSpec spec) =>
        Enum.Parse<AlertPriority>(spec.Priority.TryGetValue(0, out var priority) || spec.Priority.TryGetValue(1, out priority) ? priority : spec.Priority.Values.Last(), ignoreCase: true);

    private static GeoPoint Middle(List<PlaceRow> rows) => rows.Count == 0 ? default : new GeoPoint(
        Math.Round(rows.Average(static row => row.Middle.Longitude), 5),
        Math.Round(rows.Average(static row => row.Middle.Latitude), 5));
}
