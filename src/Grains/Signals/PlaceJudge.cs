using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Places;

namespace CityActors.Signals;

/// <summary>How a rule stands in a place: a function of what its members hold and of the time. Pure.</summary>
internal static class PlaceJudge
{
    /// <summary>Judges a place.</summary>
    /// <param name="rule">The rule, whatever its schedule says.</param>
    /// <param name="members">The members of the place.</param>
    /// <param name="at">The time, UTC.</param>
    /// <param name="from">For a place in which it holds, the beginning of what belongs to it, UTC; null: as far back as the rule looks.</param>
    public static PlaceStand Stand(PlaceRule rule, IEnumerable<WatchedMember> members, DateTimeOffset at, DateTimeOffset? from)
    {
        var window = from ?? at - rule.Within;
        var (count, fresh) = (0, new List<(WatchedMember Member, HeldSignal Signal)>());
        var touching = 0;
        foreach (var member in members)
        {
            if (!rule.Counts(member.Card.Kind))
            {
                continue;
            }

            if (member.Signals.Count == 0)
            {
                count++;
                continue;
            }

            var held = Last(rule, member, at, static signal => signal.Until is null);
            var isFresh = held is not null && held.Since >= window;
            if (isFresh)
            {
                fresh.Add((member, held!));
            }

            touching += Last(rule, member, at, signal => signal.Until is null || signal.Until >= window) is null ? 0 : 1;
            count += held is null || isFresh || !rule.IsOfMany ? 1 : 0; // What held before tells nothing either way, as a flat that stands empty.
        }

        var isEnough = count >= rule.LeastMembers;
        return Told(fresh, rule, count, isEnough && IsShown(rule, fresh, count, touching));
    }

    /// <summary>Whether so many of so many are the share that a rule asks for.</summary>
    public static bool IsShare(PlaceRule rule, int holding, int members) =>
        holding > 0 && !(holding < rule.Least * members) && !(holding > rule.Most * members);

    private static bool IsShown(PlaceRule rule, List<(WatchedMember Member, HeldSignal Signal)> fresh, int count, int touching) => rule.Mode switch
    {
        _ when fresh.Count == 0 => false,
        PlaceMode.Any => true,
        PlaceMode.All => fresh.Exists(anchor => IsAll(rule, anchor.Member, anchor.Signal, fresh)),
        _ => IsShare(rule, rule.Most is null ? fresh.Count : touching, count),
    };

    // Each of the signals near one of them, in place and time.
    private static bool IsAll(PlaceRule rule, WatchedMember anchor, HeldSignal first, List<(WatchedMember Member, HeldSignal Signal)> fresh) =>
        rule.Of.All(name => fresh.Exists(other => other.Member.Signals.Any(signal =>
            signal.Name == name && signal.Until is null && (signal.Since - first.Since).Duration() <= rule.Within
            && (rule.Near is not { } metres || Geography.DistanceMetres(anchor.Card.Position, other.Member.Card.Position) <= metres))));

    private static HeldSignal? Last(PlaceRule rule, WatchedMember member, DateTimeOffset at, Func<HeldSignal, bool> isMeant)
    {
        HeldSignal? last = null;
        foreach (var signal in member.Signals)
        {
            last = signal.Since <= at && isMeant(signal) && rule.Of.Contains(signal.Name) && (last is null || signal.Since > last.Since) ? signal : last;
        }

        return last;
    }

    private static PlaceStand Told(List<(WatchedMember Member, HeldSignal Signal)> fresh, PlaceRule rule, int count, bool isShown)
    {
        if (fresh.Count == 0)
        {
            return new PlaceStand { Members = count };
        }

        var newest = fresh.MaxBy(static held => held.Signal.Since);
        return new PlaceStand
        {
            Members = count,
            Holding = fresh.Count,
            IsShown = isShown,
            Earliest = fresh.Min(static held => held.Signal.Since),
            Latest = newest.Signal.Since,
            Middle = new GeoPoint(
                Math.Round(fresh.Average(static held => held.Member.Card.Position.Longitude), 6),
                Math.Round(fresh.Average(static held => held.Member.Card.Position.Latitude), 6)),
            Drill = fresh.Exists(static held => held.Member.Card.Drill),
            Thing = rule.Level != AreaLevel.Cell && newest.Member.Card.Kind != CityPlaces.HouseholdKind ? newest.Member.Card.Id : "",
            Figure = newest.Signal.Figure,
        };
    }
}
