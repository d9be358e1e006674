using CityActors.Deadlines;

namespace CityActors.Commits;

public sealed class BookingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly Bookings bookings = new();

    [Fact]
    public void Difference_NothingChanged_WritesNothing()
    {
        bookings.Adopt([At("a", 5)]);
        Assert.Empty(bookings.Difference([At("a", 5)], null, null, Now));
    }

    [Fact]
    public void Difference_NewMovedAndGone_WritesEach()
    {
        bookings.Adopt([At("gone", 5), At("moved", 5), At("same", 5)]);
        Assert.Equal(
            [new DeadlineWrite("gone", null), new DeadlineWrite("moved", Now.AddMinutes(6)), new DeadlineWrite("new", Now.AddMinutes(7))],
            bookings.Difference([At("moved", 6), At("new", 7), At("same", 5)], null, null, Now));
    }

    [Fact]
    public void Difference_DueBeforeTheCommit_IsBookedAtTheCommit() =>
        Assert.Equal([new DeadlineWrite("late", Now)], bookings.Difference([At("late", -30)], null, null, Now));

    [Fact]
    public void Difference_Fired_GoesAlthoughTheRuleChangedNothing()
    {
        bookings.Adopt([At("a", 0)]);
        Assert.Equal([new DeadlineWrite("a", null)], bookings.Difference([At("a", 0)], new Deadline("x/y", "a", Now), null, Now));
    }

    [Fact]
    public void Difference_FiredAndMoved_IsBookedAnew()
    {
        bookings.Adopt([At("a", 0)], isCertain: true);
        Assert.Equal([new DeadlineWrite("a", Now.AddMinutes(5))], bookings.Difference([At("a", 5)], new Deadline("x/y", "a", Now), null, Now));
    }

    [Fact]
    public void Difference_FiredToComeAgain_IsBookedThen()
    {
        bookings.Adopt([At("a", 0)], isCertain: true);
        Assert.Equal([new DeadlineWrite("a", Now.AddDays(1))], bookings.Difference([At("a", 0)], new Deadline("x/y", "a", Now), Now.AddDays(1), Now));
    }

    [Fact]
    public void Difference_FirstFiredAfterAStart_BooksAllAnew()
    {
        bookings.Adopt([At("a", 0), At("b", 5)]); // Other settings than those by which the table was written may have led to it.
        Assert.Equal(
            [new DeadlineWrite("a", null), new DeadlineWrite("b", Now.AddMinutes(5))],
            bookings.Difference([At("b", 5)], new Deadline("x/y", "a", Now), null, Now));
    }

    private static DueTime At(string name, int minutes) => new(name, Now.AddMinutes(minutes));
}
