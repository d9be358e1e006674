using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;

namespace CityActors.Client.Evaluation;

/// <summary>What came of an evaluation.</summary>
/// <param name="Seed">Decides where silences begin.</param>
/// <param name="Onsets">Silences for each home and protocol.</param>
/// <param name="AfterDay">Days of a home that nothing was counted in.</param>
/// <param name="Fold">Which of the homes were judged: <c>1/1</c> is all.</param>
/// <param name="Hole">How much of the end of every six hours of a silence was not read.</param>
/// <param name="PassedOver">Files that no home was read from.</param>
/// <param name="TooShort">Homes whose readings end before anything is counted, by detector, quantity and interval.</param>
/// <param name="OtherInterval">Homes that cannot be brought to an interval, by quantity and interval.</param>
/// <param name="Groups">By quantity, interval and detector.</param>
internal sealed record EvaluationFigures(
    int Seed,
    int Onsets,
    int AfterDay,
    string Fold,
    TimeSpan Hole,
    IReadOnlyList<PassedOver> PassedOver,
    IReadOnlyDictionary<string, int> TooShort,
    IReadOnlyDictionary<string, int> OtherInterval,
    IReadOnlyList<DetectorFigures> Groups);

/// <summary>What one detector did at one interval.</summary>
/// <param name="Quantity">What the meters measure.</param>
/// <param name="Interval">From one reading to the next.</param>
/// <param name="Detector">Which detector.</param>
/// <param name="Setting">How it was set.</param>
/// <param name="FromDay">The day of a home from which it was judged.</param>
/// <param name="All">All homes.</param>
/// <param name="Classes">Each class of homes that there is.</param>
internal sealed record DetectorFigures(
    Quantity Quantity, TimeSpan Interval, string Detector, string Setting, int FromDay, HomesFigures All, IReadOnlyDictionary<HomeClass, HomesFigures> Classes);

/// <summary>What it did in some homes.</summary>
/// <param name="Homes">How many they are.</param>
/// <param name="HomeDays">Days of readings judged, of all of them.</param>
/// <param name="Alarms">Alarms on untouched readings, every one counted as false.</param>
/// <param name="AlarmsPerHomeDay">The same for each home and day.</param>
/// <param name="LongQuiet">Those alarms after which it was quiet for more than 12 h: nobody was there, most likely.</param>
/// <param name="OthersPerHomeDay">The alarms without those, for each home and day.</param>
/// <param name="Silences">Onsets for each protocol.</param>
/// <param name="OpenAlready">Onsets at which an alarm was open: they count as not found.</param>
/// <param name="ByChance">Share of onsets after which an alarm opens within a day on untouched readings.</param>
/// <param name="Protocols">What was found of each kind of silence.</param>
internal sealed record HomesFigures(
    int Homes,
    double HomeDays,
    int Alarms,
    double AlarmsPerHomeDay,
    int LongQuiet,
    double OthersPerHomeDay,
    int Silences,
    int OpenAlready,
    double ByChance,
    IReadOnlyDictionary<QuietProtocol, SilenceFigures> Protocols)
{
    /// <summary>Adds up homes.</summary>
    public static HomesFigures Of(IReadOnlyList<HomeResult> homes)
    {
        var (days, alarms, longQuiet) = (homes.Sum(static home => home.Days), homes.Sum(static home => home.Alarms), homes.Sum(static home => home.LongQuiet));
        var protocols = homes.SelectMany(static home => home.Delays).GroupBy(static pair => pair.Key, static pair => pair.Value)
            .ToDictionary(static group => group.Key, static group => SilenceFigures.Of([.. group.SelectMany(static delays => delays)]));
        var silences = homes.Sum(static home => home.Delays.Values.First().Count);
        return new HomesFigures(
            homes.Count,
            days,
            alarms,
            alarms / days,
            longQuiet,
            (alarms - longQuiet) / days,
            silences,
            homes.Sum(static home => home.OpenAlready),
            silences == 0 ? 0 : homes.Sum(static home => home.ByChance) / (double)silences,
            new SortedDictionary<QuietProtocol, SilenceFigures>(protocols));
    }
}

/// <summary>What was found of one kind of silence.</summary>
/// <param name="Within">Share found within 1, 2, … 24 hours.</param>
/// <param name="MedianHours">Median delay over all silences, those not found as infinite; null: it is infinite.</param>
/// <param name="NinetiethHours">The 90th percentile in the same way.</param>
internal sealed record SilenceFigures(IReadOnlyList<double> Within, double? MedianHours, double? NinetiethHours)
{
    /// <summary>Share found within a number of hours, 1 to 24.</summary>
    public double Share(int hours) => Within[hours - 1];

    /// <summary>From the delays in hours, infinite where nothing was found.</summary>
    public static SilenceFigures Of(IReadOnlyList<double> delays)
    {
        var sorted = delays.Order().ToList();
        return new SilenceFigures(
            [.. Enumerable.Range(1, 24).Select(hours => sorted.Count == 0 ? 0 : sorted.Count(delay => delay <= hours) / (double)sorted.Count)],
            Ranked(sorted, 0.5),
            Ranked(sorted, 0.9));
    }

    // Nearest rank: the least delay that so many of a hundred silences do not exceed.
    private static double? Ranked(List<double> sorted, double share)
    {
        var rank = (int)Math.Ceiling(share * sorted.Count);
        return rank == 0 || double.IsInfinity(sorted[rank - 1]) ? null : sorted[rank - 1];
    }
}
