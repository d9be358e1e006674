using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Reactions;

public sealed class LanesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly Lanes lanes = new(partition: 7);

    [Fact]
    public void Next_SeveralLettersOfOneTarget_GoTogetherInOrder()
    {
        Add(1, "a", "cell/1");
        Add(2, "b", "cell/1");
        Add(3, "a", "cell/2");

        var first = lanes.Next(Start)!;
        Assert.Equal("cell/1", first.Target);
        Assert.Equal([1L, 2L], Numbers(first));
        Assert.Equal("cell/2", lanes.Next(Start)!.Target);
        Assert.Null(lanes.Next(Start));
    }

    [Fact]
    public void Next_TargetBusy_GetsTheRestAfterItsAnswer()
    {
        Add(1, "a", "cell/1");
        var first = lanes.Next(Start)!;
        Add(2, "a", "cell/1");
        Assert.Null(lanes.Next(Start));

        lanes.Delivered(first, [], Start);
        Assert.Equal([2L], Numbers(lanes.Next(Start)!));
    }

    [Fact]
    public void Failure_OfOneLetter_HoldsItsLaneOnly()
    {
        Add(1, "a", "cell/1");
        Add(2, "b", "cell/1");
        Add(3, "a", "cell/1");
        lanes.Delivered(lanes.Next(Start)!, [new LetterFailure(1, "boom")], Start);
        Add(4, "b", "cell/1");
        Add(5, "a", "cell/1");

        Assert.Equal([4L], Numbers(Deliver(Start)));
        Assert.Null(lanes.Next(Start));
        var again = Deliver(Start + TimeSpan.FromSeconds(1));
        Assert.Equal([1L], Numbers(again));
        Assert.Equal([3L, 5L], Numbers(Deliver(Start + TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void Failure_ForADay_IsDeadUntilAnOperatorSaysSo()
    {
        Add(1, "a", "cell/1");
        Add(2, "a", "cell/1");
        var now = Start;
        while (lanes.NextAt is { } at)
        {
            now = at > now ? at : now;
            lanes.Delivered(lanes.Next(now)!, [new LetterFailure(1, "boom")], now);
        }

        Assert.InRange(now - Start, Lanes.DeadAfter, Lanes.DeadAfter + TimeSpan.FromMinutes(5));
        var held = lanes.Checkpoint().Held;
        Assert.Equal([(1L, true), (2L, false)], held.Select(letter => (letter.Number, letter.IsDead)));
        Assert.True(lanes.Retry(new LetterKey(1, "cell/1"), now));
        Assert.Equal([1L], Numbers(Deliver(now)));
        Assert.Equal([2L], Numbers(Deliver(now)));
    }

    [Fact]
    public void Skip_DeadLetter_LetsItsLaneGoOn()
    {
        Add(1, "a", "cell/1");
        Add(2, "a", "cell/1");
        lanes.Delivered(lanes.Next(Start)!, [new LetterFailure(1, "boom")], Start);

        Assert.False(lanes.Skip(new LetterKey(2, "cell/1")));
        Assert.True(lanes.Skip(new LetterKey(1, "cell/1")));
        Assert.Equal([2L], Numbers(Deliver(Start)));
        Assert.Equal(2, lanes.Checkpoint().Cursor);
    }

    [Fact]
    public void Environment_Failing_CountsNothingAndSendsAllAgainAsRepeats()
    {
        Add(1, "a", "cell/1");
        Add(2, "b", "cell/1");
        lanes.Failed(lanes.Next(Start)!, "gone", isEnvironment: true, Start);

        Assert.Null(lanes.Next(Start));
        Assert.All(lanes.Checkpoint().Held, letter => Assert.Equal((0, false), (letter.Attempts, letter.IsDead)));
        var again = lanes.Next(Start + TimeSpan.FromSeconds(1))!;
        Assert.Equal([1L, 2L], Numbers(again));
        Assert.All(again.Letters, letter => Assert.True(letter.IsRepeat));
    }

    [Fact]
    public void Environment_GoneForAnHour_IsTriedEveryFifteenSeconds()
    {
        Add(1, "a", "cell/1");
        var now = Start;
        while (now < Start.AddHours(1))
        {
            lanes.Failed(lanes.Next(now)!, "gone", isEnvironment: true, now);
            Assert.InRange(lanes.NextAt!.Value - now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
            now = lanes.NextAt.Value;
        }
    }

    [Fact]
    public void Checkpoint_LetterUnderWay_KeepsTheCursorBeforeIt()
    {
        Add(1, "a", "cell/1");
        Add(2, "a", "cell/2");
        var first = lanes.Next(Start)!;
        lanes.Delivered(lanes.Next(Start)!, [], Start);
        Assert.Equal(0, lanes.Checkpoint().Cursor);

        lanes.Delivered(first, [], Start);
        Assert.Equal(2, lanes.Checkpoint().Cursor);
    }

    [Fact]
    public void Checkpoint_HeldLetter_LetsTheCursorPassAndComesBackAfterARestart()
    {
        Add(1, "a", "cell/1");
        Add(2, "a", "cell/2");
        lanes.Delivered(lanes.Next(Start)!, [new LetterFailure(1, "boom")], Start);
        lanes.Delivered(lanes.Next(Start)!, [], Start);
        var checkpoint = lanes.Checkpoint();
        Assert.Equal(2, checkpoint.Cursor);

        var restored = new Lanes(partition: 7);
        restored.Restore(new ReactionPosition(2, checkpoint.Held), new Dictionary<long, CityFact> { [1] = Fact("a", 1) });
        var again = restored.Next(Start)!;
        Assert.Equal([1L], Numbers(again));
        restored.Delivered(again, [], Start);
        Assert.Equal([new LetterKey(1, "cell/1")], restored.Checkpoint().Released);
    }

    [Fact]
    public void Checkpoint_Stored_IsNotStoredAgain()
    {
        Add(1, "a", "cell/1");
        lanes.Delivered(lanes.Next(Start)!, [new LetterFailure(1, "boom")], Start);
        var checkpoint = lanes.Checkpoint();
        lanes.Stored(checkpoint);

        Assert.Empty(lanes.Checkpoint().Held);
        Deliver(Start + TimeSpan.FromSeconds(1));
        var after = lanes.Checkpoint();
        Assert.Equal([new LetterKey(1, "cell/1")], after.Released);
        lanes.Stored(after);
        Assert.Empty(lanes.Checkpoint().Released);
    }

    private static long[] Numbers(Delivery delivery) => [.. delivery.Letters.Select(letter => letter.Number)];

    private static CityFact Fact(string subject, long version) => new AreaRegistered
    {
        Subject = subject,
        Version = version,
        At = Start,
        Area = "",
        Place = new AreaCard { Code = subject, Name = subject, Level = AreaLevel.Cell },
    };

    private void Add(long number, string subject, params string[] targets) => lanes.Add(number, Fact(subject, number), targets, isRepeat: false);

    private Delivery Deliver(DateTimeOffset now)
    {
        var delivery = lanes.Next(now)!;
        lanes.Delivered(delivery, [], now);
        return delivery;
    }
}
