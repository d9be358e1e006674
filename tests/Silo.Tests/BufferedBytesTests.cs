using CityActors.Silo.Limits;

namespace CityActors.Silo.Tests;

/// <summary>The memory of bodies on their way.</summary>
public sealed class BufferedBytesTests
{
    [Fact]
    public void Room_OfOneSender_EndsAtItsShare_AndOfAllAtTheWhole()
    {
        var buffered = new BufferedBytes(most: 100, mostOfOne: 50);
        using var first = buffered.RoomOf("a");
        first.Take(50);
        using (var second = buffered.RoomOf("a"))
        {
            Assert.Equal("too-many-bytes", Assert.Throws<TooMuchException>(() => second.Take(1)).Limit.Code);
        }

        using var other = buffered.RoomOf("b");
        other.Take(40);
        using var third = buffered.RoomOf("c");
        Assert.Equal("too-much-waits", Assert.Throws<TooMuchException>(() => third.Take(11)).Limit.Code);
        third.Take(10);
    }

    [Fact]
    public void Room_GivenBack_IsThereAgain_HoweverOften()
    {
        var buffered = new BufferedBytes(most: 100, mostOfOne: 50);
        for (var i = 0; i < 1_000; i++)
        {
            using var room = buffered.RoomOf($"sender-{i % 3}");
            room.Take(20);
            room.Take(30);
            Assert.Throws<TooMuchException>(() => room.Take(1));
            room.Dispose(); // Again at the end: gives back nothing more.
        }
    }
}
