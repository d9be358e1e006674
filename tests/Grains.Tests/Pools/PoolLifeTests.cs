using CityActors.Packs;

namespace CityActors.Tests.Pools;

/// <summary>Pools over random lives: each answer is the one that plain arithmetic gives, nobody over capacity, nobody whom the rule excludes, no need served twice, nobody waits while somebody is free.</summary>
public sealed class PoolLifeTests
{
    private static readonly PackFiles ranked = PoolTown.Pack();
    private static readonly PackFiles queue = PoolTown.Queue();

    [Fact]
    public void Ranked_OverRandomLives_EqualsArithmetic() => Assert.InRange(Run(ranked, lives: 60), 1_000, int.MaxValue);

    [Fact]
    public void Queue_OverRandomLives_KeepsItsLine_AndNobodyStarves() => Assert.InRange(Run(queue, lives: 60), 1_000, int.MaxValue);

    [Fact]
    public void Replay_GivesTheSameAnswers()
    {
        var (one, other) = (new PoolLife(7, ranked), new PoolLife(7, ranked));
        one.Run(200);
        other.Run(200);
        Assert.Equal(one.Answers, other.Answers);
    }

    private static int Run(PackFiles pack, int lives)
    {
        var found = 0;
        for (var seed = 1; seed <= lives; seed++)
        {
            var life = new PoolLife(seed, pack);
            life.Run(150);
            found += life.Found;
        }

        return found;
    }
}
