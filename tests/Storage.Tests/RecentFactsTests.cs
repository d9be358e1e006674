using CityActors.Facts;
using CityActors.Observations;
using CityActors.Silo.Stores;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>The end of the fact log in memory answers what a plain look at the log would, or that it cannot.</summary>
public sealed class RecentFactsTests
{
    private readonly List<FactRecord> log = [];
    private readonly Lock gate = new();
    private int reads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_ReadersAndWritersAtOnce_MissesNothingThatWasThereWhenAsked(int seed)
    {
        var recent = new RecentFacts(0, Read, static _ => false);
        var readers = Enumerable.Range(0, 8).Select(reader => Task.Run(() => Follow(recent, new Random((seed * 100) + reader)))).ToArray();
        var random = new Random(seed);
        for (var written = 0; written < 6_000;)
        {
            written += Append(random.Next(1, 40));
            await Task.Yield();
        }

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task After_MoreThanIsKept_SaysThatItCannot()
    {
        var recent = new RecentFacts(0, Read, static _ => false);
        Append(20_000);

        Assert.Null(await recent.After(0, 10, static (_, _) => true));
        Assert.Equal([19_999L, 20_000L], (await recent.After(19_998, 10, static (_, _) => true))!.Value.Facts.Select(static fact => fact.Sequence));
    }

    [Fact]
    public async Task After_NothingNew_DoesNotAskTheDatabase()
    {
        var recent = new RecentFacts(0, Read, number => number >= log.Count);
        Append(5);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(5, (await recent.After(0, 10, static (_, _) => true))!.Value.UpTo);
        }

        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task After_DatabaseGone_FailsAndAnswersWhenItIsBack()
    {
        var isGone = true;
        var recent = new RecentFacts(0, (after, max) => isGone ? Task.FromException<IReadOnlyList<FactRecord>>(new IOException("gone")) : Read(after, max), static _ => false);
        Append(3);
        await Assert.ThrowsAsync<IOException>(() => recent.After(0, 10, static (_, _) => true));

        isGone = false;
        Assert.Equal(3, (await recent.After(0, 10, static (_, _) => true))!.Value.Facts.Count);
    }

    private async Task Follow(RecentFacts recent, Random random)
    {
        var partition = random.Next(Partitions.Count);
        var seen = 0L;
        while (seen < 6_000)
        {
            var known = Count();
            var most = random.Next(1, 50);
            var answer = await recent.After(seen, most, (_, at) => at == partition);
            if (answer is not { Facts: var facts, UpTo: var upTo })
            {
                seen = known; // It fell behind; whoever does looks into the log itself.
                continue;
            }

            Assert.True(upTo >= known || facts.Count == most, $"There were {known} facts; it read up to {upTo}.");
            Assert.Equal(Expected(seen, upTo, partition), facts.Select(static fact => fact.Sequence));
            seen = upTo;
        }
    }

    private IEnumerable<long> Expected(long after, long upTo, int partition)
    {
        lock (gate)
        {
            return [.. log.Skip((int)after).Take((int)(upTo - after)).Where(fact => Partitions.OfOwner(fact.Owner) == partition).Select(static fact => fact.Sequence)];
        }
    }

    private int Count()
    {
        lock (gate)
        {
            return log.Count;
        }
    }

    private int Append(int count)
    {
        lock (gate)
        {
            for (var i = 0; i < count; i++)
            {
                var number = log.Count + 1;
                log.Add(new FactRecord($"fact-{number}", "order", $"order-{number % 97}", "430103", DateTimeOffset.UnixEpoch, "{}") { Sequence = number, Owner = $"order/order-{number % 97}" });
            }
        }

        return count;
    }

    private async Task<IReadOnlyList<FactRecord>> Read(long after, int max)
    {
        await Task.Yield();
        lock (gate)
        {
            reads++;
            return [.. log.Skip((int)after).Take(max)];
        }
    }
}
