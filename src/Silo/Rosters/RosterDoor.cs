using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;

namespace CityActors.Silo.Rosters;

/// <summary>
/// Where roster tokens end: before anything is stored, each becomes the one word that the track is somebody of a roster, or nothing. A token that is not known, without a consent
/// then, over, or of another area leaves no trace: the track is "a person".
/// </summary>
/// <param name="table">Whose guardians consented.</param>
/// <param name="registry">Where cameras stand.</param>
/// <param name="clock">The declared clock.</param>
internal sealed class RosterDoor(RosterTable table, EntityRegistry registry, DeclaredClock clock)
{
    /// <summary>Takes the tokens out of a batch.</summary>
    public async Task Recognise(CheckedBatch batch)
    {
        if (batch.Rosters.Count == 0)
        {
            return;
        }

        var now = clock.Now;
        var known = await table.Recognise(
            [.. batch.Rosters.Select(roster => (batch.Accepted[roster.Place], roster.Token))],
            (entry, seen) => entry.ConsentAt <= seen.At && seen.At < entry.ValidUntil && now < entry.ValidUntil
                && registry.Find(seen.Entity) is { Cell: var cell } && cell.StartsWith(entry.Area, StringComparison.Ordinal));
        for (var i = 0; i < known.Count; i++)
        {
            var place = batch.Rosters[i].Place;
            batch.Accepted[place] = known[i] ? batch.Accepted[place] with { HasRoster = true } : batch.Accepted[place];
        }

        batch.Rosters.Clear();
    }
}
