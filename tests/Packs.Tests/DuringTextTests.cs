using Xunit;

namespace CityActors.Packs;

public sealed class DuringTextTests
{
    [Theory]
    [InlineData("22:00-06:00")]
    [InlineData("05..09")]
    [InlineData("12..02 and 08:00-18:00 or 07..08")]
    public void Parse_Text_IsWrittenTheSame(string text)
    {
        Assert.Equal(text, DuringText.Parse(text, out var fault)?.ToString());
        Assert.Null(fault);
    }

    [Fact]
    public void Parse_Midnight_MayBeTheEnd() => Assert.Equal("22:00-00:00", DuringText.Parse("22:00-24:00", out _)?.ToString());

    [Theory]
    [InlineData("22:00-06:00", 1, 23, true)]
    [InlineData("22:00-06:00", 1, 22, true)]
    [InlineData("22:00-06:00", 1, 5, true)]
    [InlineData("22:00-06:00", 1, 6, false)]
    [InlineData("12..02", 2, 0, true)]
    [InlineData("12..02", 3, 0, false)]
    [InlineData("05..09 and 08:00-18:00", 6, 12, true)]
    [InlineData("05..09 and 08:00-18:00", 6, 20, false)]
    [InlineData("05..09 and 08:00-18:00 or 20:00-21:00", 1, 20, true)]
    public void IsOpen_MonthAndTime_AreJudged(string text, int month, int hour, bool isOpen) =>
        Assert.Equal(isOpen, DuringText.Parse(text, out _)!.IsOpen(month, new TimeOnly(hour, 0)));

    [Theory]
    [InlineData("", "no window")]
    [InlineData("22:00", "no window")]
    [InlineData("22:00 - 06:00", "no window")]
    [InlineData("25:00-06:00", "no window")]
    [InlineData("24:00-06:00", "no window")]
    [InlineData("5..9", "no window")]
    [InlineData("00..09", "no window")]
    [InlineData("05..13", "no window")]
    [InlineData("at night", "no window")]
    [InlineData("22:00-06:00 and", "no window")]
    [InlineData("(22:00-06:00)", "no window")]
    [InlineData("05..06 and 07..08", "never open")]
    [InlineData("08:00-10:00 and 10:00-12:00", "never open")]
    [InlineData("00:00-24:00", "always open")]
    [InlineData("08:00-20:00 or 20:00-08:00", "always open")]
    [InlineData("01..12", "always open")]
    public void Parse_WrongText_SaysWhy(string text, string says)
    {
        Assert.Null(DuringText.Parse(text, out var fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooMany_IsRefused() => Assert.Null(DuringText.Parse(string.Join(" or ", Enumerable.Repeat("22:00-06:00", 17)), out _));
}
