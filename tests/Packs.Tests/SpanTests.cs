using Xunit;

namespace CityActors.Packs;

public sealed class SpanTests
{
    [Theory]
    [InlineData("20 seconds", SpanHours.All, 20)]
    [InlineData("60 minutes", SpanHours.All, 3_600)]
    [InlineData("48 urgent-hours", SpanHours.Urgent, 172_800)]
    [InlineData("3 working-days", SpanHours.Working, 259_200)]
    [InlineData("0 minutes", SpanHours.All, 0)]
    public void Parse_Span_GivesAmountAndHours(string text, SpanHours hours, long seconds)
    {
        var span = Span.Parse(text);
        Assert.Equal((hours, TimeSpan.FromSeconds(seconds), text), (span!.Value.Hours, span.Value.Length, span.Value.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("minutes")]
    [InlineData("5")]
    [InlineData("5 minute")]
    [InlineData("5  minutes")]
    [InlineData("-5 minutes")]
    [InlineData("5.5 minutes")]
    [InlineData("1e3 minutes")]
    [InlineData("99999999999999999999 minutes")]
    [InlineData("5 fortnights")]
    [InlineData("99999999 days")]
    public void Parse_NoSpan_GivesNothing(string text) => Assert.Null(Span.Parse(text));
}
