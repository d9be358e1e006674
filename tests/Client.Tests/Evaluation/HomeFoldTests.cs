using CityActors.Client.CommandLine;
using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Tests.Evaluation;

public sealed class HomeFoldTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Homes_AreEachInOnePart_AboutAsManyInEach(int of)
    {
        var homes = Enumerable.Range(1_000_000, 1000).Select(static number => $"{number}").ToList();

        var parts = homes.CountBy(home => Assert.Single(Enumerable.Range(1, of), number => new HomeFold(number, of).Holds(home))).ToList();

        Assert.Equal(of, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Value, 800 / of, 1200 / of));
        Assert.All(homes, static home => Assert.True(HomeFold.All.Holds(home)));
    }

    // A model that was learnt from one part must find the same part again in later versions.
    [Theory]
    [InlineData("7855756", 2, 1)]
    [InlineData("REFIT_House2", 2, 1)]
    [InlineData("8685145", 2, 2)]
    [InlineData("8685145", 5, 3)]
    public void Part_OfAHome_NeverChanges(string home, int of, int part) => Assert.Equal(part, HomeFold.PartOf(home, of));

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("-1/2")]
    public void Parse_NoPart_IsRefused(string text) => Assert.Contains("1/2, the first of two", Assert.Throws<UsageException>(() => HomeFold.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_APart_IsRead() => Assert.Equal(new HomeFold(2, 3), HomeFold.Parse("2/3"));
}
