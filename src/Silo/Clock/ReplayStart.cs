using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Reactions;

namespace CityActors.Silo.Clock;

/// <summary>
/// What a replay finds when it starts, or after a failure that left it unclear what was stored: facts whose reactions wait, and deadlines.
/// </summary>
public sealed class ReplayStart(IFactLog log, IReactionPositions reactions, IDeadlineTable deadlines)
{
    private const int PageSize = 1_000;

    /// <summary>Fills the agenda anew; what is committed meanwhile is in it, too.</summary>
    /// <returns>The letters that were given up; each stops its lane.</returns>
    public async Task<IReadOnlyList<HeldLetter>> Fill(ReplayAgenda agenda)
    {
        agenda.BeginFilling();
        var held = new List<HeldLetter>();
        var cursor = long.MaxValue;
        for (var partition = 0; partition < Partitions.Count; partition++)
        {
            var position = await reactions.Read(partition);
            cursor = Math.Min(cursor, position.Cursor);
            held.AddRange(position.Held);
            await ReadDeadlines(agenda, partition);
        }

        await ReadFacts(agenda, cursor);
        agenda.EndFilling();
        return held;
    }

    private async Task ReadFacts(ReplayAgenda agenda, long after)
    {
        while (await log.ReadAll(after, PageSize) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                agenda.Add(record.RecordedAt, record.Sequence, FactRecords.Read(record), isRepeat: true);
            }

            after = page[^1].Sequence;
        }
    }

    private async Task ReadDeadlines(ReplayAgenda agenda, int partition)
    {
        Deadline? last = null;
        while (await deadlines.ReadDue(partition, last, DateTimeOffset.MaxValue, PageSize) is { Count: > 0 } page)
        {
            foreach (var deadline in page)
            {
                agenda.Find(deadline);
            }

            last = page[^1];
        }
    }
}
