namespace CityActors.Deadlines;

public sealed class DeadlineQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly DeadlineQueue queue = new();

    [Fact]
    public void Next_SeveralOwners_ComeByTimeThenOwnerThenName()
    {
        queue.Add(At("o/b", "x", -1));
        queue.Add(At("o/a", "y", -1));
        queue.Add(At("o/c", "z", -2));
        queue.Add(At("o/d", "later", 1));

        Assert.Equal(["o/c", "o/a", "o/b"], [queue.Next(Now)!.Owner, queue.Next(Now)!.Owner, queue.Next(Now)!.Owner]);
        Assert.Null(queue.Next(Now));
    }

    [Fact]
    public void Next_SameOwner_WaitsForTheOneBefore()
    {
        queue.Add(At("o/a", "first", -2));
        queue.Add(At("o/a", "second", -1));
        var first = queue.Next(Now)!;
        Assert.Null(queue.Next(Now));

        queue.Done(first);
        Assert.Equal("second", queue.Next(Now)!.Name);
    }

    [Fact]
    public void Failed_Owner_WaitsWhileOthersGoOn()
    {
        queue.Add(At("o/a", "first", -2));
        queue.Add(At("o/a", "second", -1));
        queue.Add(At("o/b", "other", -1));
        queue.Failed(queue.Next(Now)!, isEnvironment: false, Now);

        Assert.Equal("o/b", queue.Next(Now)!.Owner);
        Assert.Null(queue.Next(Now));
        Assert.Equal(Now.AddSeconds(1), queue.NextAt);
        Assert.Equal("first", queue.Next(Now.AddSeconds(1))!.Name);
    }

    [Theory]
    [InlineData(true, 15)]
    [InlineData(false, 300)]
    public void Failed_AgainAndAgain_WaitsNoLongerThanItsCauseIsLikelyToLast(bool isEnvironment, int longest)
    {
        queue.Add(At("o/a", "x", -1));
        var now = Now;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            queue.Failed(queue.Next(now)!, isEnvironment, now);
            Assert.InRange(queue.NextAt!.Value - now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(longest));
            now = queue.NextAt.Value;
        }

        queue.Failed(queue.Next(now)!, isEnvironment, now);
        Assert.Equal(now.AddSeconds(longest), queue.NextAt);
    }

    [Fact]
    public void Add_SameTwice_IsCalledOnce()
    {
        queue.Add(At("o/a", "x", -1));
        queue.Add(At("o/a", "x", -1));
        queue.Done(queue.Next(Now)!);
        Assert.Null(queue.Next(Now));
    }

    [Fact]
    public void After_Time_IsTheFirstOneLater()
    {
        Assert.Null(queue.After(Now));
        queue.Add(At("o/a", "x", 0));
        Assert.Null(queue.After(Now));
        queue.Add(At("o/b", "x", 2));
        queue.Add(At("o/c", "x", 1));

        Assert.Equal(Now.AddMinutes(1), queue.After(Now));
        Assert.Equal(Now.AddMinutes(2), queue.After(Now.AddMinutes(1)));
    }

    private static Deadline At(string owner, string name, int minutes) => new(owner, name, Now.AddMinutes(minutes));
}
