using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Signals;

/// <summary>One turn of a district's places: what follows for places, episodes and alerts from how a rule stands now. Pure.</summary>
/// <param name="before">How they are before it.</param>
/// <param name="rule">The rule.</param>
/// <param name="at">The time of what happened, UTC.</param>
/// <param name="options">Priorities.</param>
internal sealed class PlacesTurn(PlacesState before, PlaceRule rule, DateTimeOffset at, AlertOptions options)
{
    private readonly List<CityFact> facts = [];
    private PlacesState now = before;

    /// <summary>What was decided.</summary>
    public Decision<PlacesState> Decision => Commits.Decision.To(now, facts);

    /// <summary>Takes how it stands in a place, and judges it with those that depend on it.</summary>
    public PlacesTurn Take(string code, PlaceStand stand)
    {
        var known = RowOf(code);
        Put(code, (known ?? new PlaceRow { Stand = stand }) with { Stand = stand, Middle = stand.Holding > 0 ? stand.Middle : known?.Middle ?? stand.Middle });
        var wasSmall = known is not null && rule.IsSmall(known.Stand);
        if (rule.Level == AreaLevel.Cell && (wasSmall || rule.IsSmall(stand)))
        {
            JudgeSmall(code);
        }
        else
        {
            Follow(code, stand.IsShown, "");
        }

        return this;
    }

    /// <summary>Its schedule opened or closed.</summary>
    public PlacesTurn Edge(string code)
    {
        if (RowOf(code) is { } row)
        {
            Follow(code, rule.IsSmall(row.Stand) ? row is { From: not null, OffSince: null } : row.Stand.IsShown, row.Together);
        }

        return this;
    }

    /// <summary>It was otherwise in a place for long enough: there it is over.</summary>
    public PlacesTurn End(string code)
    {
        if (RowOf(code) is { From: not null, OffSince: not null } row)
        {
            Put(code, row with { From = null, OffSince = null, Together = "" });
            Tell([code], row.From.Value, at);
            if (OfHeld(code) is { } episode)
            {
                Put(episode = episode with { Held = [.. episode.Held.Where(held => held != code)] });
                Over(episode);
            }
        }

        return this;
    }

    /// <summary>Others were waited for long enough: its alert opens, if it still stands so.</summary>
    public PlacesTurn Open(long number)
    {
        if (now.Episodes.FirstOrDefault(episode => episode.Number == number) is { } episode)
        {
            var stands = episode.Held.Any(code => RowOf(code) is { From: not null, OffSince: null });
            Put(episode with { OpensAt = null });
            if (stands)
            {
                Put(EpisodeAlerts.Raise(ref now, rule, episode with { OpensAt = null }, at, options, facts));
            }
        }

        return this;
    }

    private void Over(PlaceEpisode episode)
    {
        if (episode.Held.Count == 0)
        {
            now = now with { Episodes = [.. now.Episodes.Where(known => known.Number != episode.Number)] };
            EpisodeAlerts.End(ref now, rule, episode, at, facts);
        }
    }

    private PlaceEpisode? OfHeld(string code) => now.Episodes.FirstOrDefault(episode => episode.Rule == rule.Key && episode.Held.Contains(code));

    // One small cell may decide for all that are judged with it.
    private void JudgeSmall(string code)
    {
        var small = now.Stands.Where(entry => entry.Key.StartsWith(PlacesState.KeyOf(rule.Key, ""), StringComparison.Ordinal) && rule.IsSmall(entry.Value.Stand))
            .Select(entry => KeyValuePair.Create(entry.Key[(rule.Key.Length + 1)..], entry.Value)).ToList();
        var judged = SmallCells.Judge(rule, [.. small.Select(entry => KeyValuePair.Create(entry.Key, Lately(entry.Value)))]);
        foreach (var (other, row) in small)
        {
            var (isShown, together) = judged.GetValueOrDefault(other, (false, ""));
            if (isShown || row.From is not null)
            {
                Follow(other, isShown, together);
            }
        }

        if (RowOf(code) is { } grown && !rule.IsSmall(grown.Stand))
        {
            Follow(code, grown.Stand.IsShown, "");
        }
    }

    // What a cell told a while ago counts no longer, unless it belongs to what goes on.
    private PlaceStand Lately(PlaceRow row) => row.From is not null || row.Stand.Latest >= at - rule.Within ? row.Stand : row.Stand with { Holding = 0 };

    private void Follow(string code, bool isShown, string together)
    {
        var row = RowOf(code)!;
        var isOn = isShown && rule.During?.IsOpen(at) != false;
        var next = row with { At = at };
        if (isOn && row.From is null)
        {
            var from = row.Stand.Earliest < at - rule.Within ? row.Stand.Earliest : at - rule.Within;
            Put(code, next with { From = from, OffSince = null, Together = together });
            Tell([code], from, null);
            Join(code, RowOf(code)!);
            return;
        }

        Put(code, row.From is null ? next : next with { OffSince = isOn ? null : row.OffSince ?? at });
        if (isOn)
        {
            GoOn(code, row.Stand);
        }
    }

    // It holds in one more place: of what goes on near by, or something of its own.
    private void Join(string code, PlaceRow row)
    {
        var joined = now.Episodes.Where(episode => episode.Rule == rule.Key && IsOf(episode, code, row)).ToArray();
        var whole = joined.Length == 0
            ? new PlaceEpisode { Rule = rule.Key, Number = now.Begun + 1, Codes = [code], Held = [code], Earliest = row.Stand.Earliest, Latest = row.Stand.Latest, OpensAt = at + rule.Settle }
            : joined.Aggregate((one, other) => one with
            {
                Codes = Together(one.Codes, other.Codes),
                Held = Together(one.Held, other.Held),
                Earliest = Min(one.Earliest, other.Earliest),
                Latest = Max(one.Latest, other.Latest),
                OpensAt = one.OpensAt is { } first && other.OpensAt is { } second ? Min(first, second) : one.OpensAt ?? other.OpensAt,
                Alerts = [.. one.Alerts, .. other.Alerts],
            });
        whole = whole with
        {
            Codes = Together(whole.Codes, [code]),
            Held = Together(whole.Held, [code]),
            Earliest = Min(whole.Earliest, row.Stand.Earliest),
            Latest = Max(whole.Latest, row.Stand.Latest),
        };
        now = now with
        {
            Begun = joined.Length == 0 ? now.Begun + 1 : now.Begun,
            Episodes = [.. now.Episodes.Where(episode => !joined.Contains(episode)), whole],
        };
        if (whole.Alerts.Count > 0)
        {
            Put(EpisodeAlerts.Raise(ref now, rule, whole with { OpensAt = null }, at, options, facts));
        }
    }

    private void GoOn(string code, PlaceStand stand)
    {
        if (OfHeld(code) is { } episode)
        {
            Put(episode with
            {
                Latest = Max(episode.Latest, stand.Latest),
                OpensAt = episode.OpensAt ?? (episode.Alerts.Count == 0 ? at + rule.Settle : null),
            });
        }
    }

    // Near in time; and in the same community, judged together, or near in metres: where no metres are said, anywhere in the district.
    private bool IsOf(PlaceEpisode episode, string code, PlaceRow row) =>
        rule.Level == AreaLevel.Cell
        && row.Stand.Earliest <= episode.Latest + rule.Within && row.Stand.Latest >= episode.Earliest - rule.Within
        && episode.Codes.Any(other => rule.Near is not { } metres || IsOneCommunity(code, other)
            || (RowOf(other) is { } known && ((known.Together.Length > 0 && known.Together == row.Together) || Geography.DistanceMetres(known.Middle, row.Middle) <= metres)));

    private static bool IsOneCommunity(string one, string other) =>
        one.AsSpan(0, AreaCodes.Digits(AreaLevel.Community)).SequenceEqual(other.AsSpan(0, AreaCodes.Digits(AreaLevel.Community)));

    private void Tell(IReadOnlyList<string> cells, DateTimeOffset from, DateTimeOffset? until)
    {
        if (rule.Level != AreaLevel.Cell)
        {
            return;
        }

        now = now with { Told = now.Told + 1 };
        facts.Add(new PlaceTurned
        {
            Subject = AreaCodes.PlacesKey(cells[0]),
            Version = now.Told,
            At = at,
            Area = cells[0],
            Cells = cells,
            Mute = new PlaceMute { Rule = rule.Key, Signals = rule.Of, Kinds = rule.Mutes, From = from, Until = until },
        });
    }

    private PlaceRow? RowOf(string code) => now.Stands.GetValueOrDefault(PlacesState.KeyOf(rule.Key, code));

    private void Put(string code, PlaceRow row) => now = now with { Stands = now.Stands.SetItem(PlacesState.KeyOf(rule.Key, code), row) };

    private void Put(PlaceEpisode episode) => now = now with { Episodes = [.. now.Episodes.Select(known => known.Number == episode.Number ? episode : known)] };

    private static string[] Together(IReadOnlyList<string> one, IReadOnlyList<string> other) => [.. one.Union(other, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
