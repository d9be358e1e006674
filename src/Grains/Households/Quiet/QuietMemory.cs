using System.Text.Json.Serialization;

namespace CityActors.Households;

/// <summary>What is remembered of a home's power to tell whether it is quieter than it ever is at this hour: about 1.2 KB, whatever the interval.</summary>
/// <remarks>Arrays are never changed in place. Half hours and quarters are counted from 0001-01-01 China Standard Time; powers in watts.</remarks>
[GenerateSerializer, Alias("quiet-memory")]
public sealed record QuietMemory
{
    /// <summary>Nothing is known.</summary>
    public static QuietMemory Unknown { get; } = new();

    /// <summary>Mean, highest quarter and rises of the latest 96 half hours, a byte each; empty: none.</summary>
    [Id(0)] public byte[] Ring { get; init; } = [];

    /// <summary>What is usual at each hour: mean and spread of each figure, a byte each; empty: nothing learnt.</summary>
    [Id(1)] public byte[] Usual { get; init; } = [];

    /// <summary>The quarter of an hour whose readings are being added up.</summary>
    [Id(2)] public int Quarter { get; init; }

    /// <summary>The sum of its readings.</summary>
    [Id(3)] public float Sum { get; init; }

    /// <summary>How many readings it has.</summary>
    [Id(4)] public ushort Count { get; init; }

    /// <summary>The mean of the quarter before; NaN: not known.</summary>
    [Id(5), JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public float Before { get; init; } = float.NaN;

    /// <summary>The mean of the quarter before that, if it is of the same half hour; NaN: not known.</summary>
    [Id(6), JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public float First { get; init; } = float.NaN;

    /// <summary>The latest half hour that the ring holds.</summary>
    [Id(7)] public int Half { get; init; }

    /// <summary>Whole days learnt, up to 255.</summary>
    [Id(8)] public byte Days { get; init; }

    /// <summary>How many of them were weekend days.</summary>
    [Id(9)] public byte RestDays { get; init; }

    /// <summary>Logarithm of the mean of the calmest four hours of a day.</summary>
    [Id(10)] public float Calm { get; init; }

    /// <summary>Logarithm of the highest quarter of an hour within them.</summary>
    [Id(11)] public float CalmPeak { get; init; }

    /// <summary>Logarithm of a day's mean.</summary>
    [Id(12)] public float Level { get; init; }

    /// <summary>The lowest that seven of the figures were of late; empty: nothing learnt.</summary>
    [Id(13)] public float[] Lowest { get; init; } = [];

    /// <summary>The score of the latest half hour, smoothed: natural logarithm of the odds that nobody is active.</summary>
    [Id(14)] public float Score { get; init; }

    /// <summary>The half hour of the score; another one is not smoothed with it.</summary>
    [Id(15)] public int ScoreOf { get; init; }

    /// <summary>The home's own usual highest score; fades by a hundredth a day.</summary>
    [Id(16)] public float UsualScore { get; init; }

    /// <summary>True if the present day is not to be learnt: it was, or is, in doubt.</summary>
    [Id(17)] public bool IsDoubtful { get; init; }

    /// <summary>The highest score of the silence that is reported; otherwise the latest score.</summary>
    [Id(18)] public float Highest { get; init; }

    /// <summary>The half hour in which the latest silence was reported; 0: none was.</summary>
    [Id(19)] public int ReportedOf { get; init; }

    /// <summary>The usual highest score before that silence ended.</summary>
    [Id(20)] public float UsualBefore { get; init; }

    /// <summary>The highest score of that silence, once it has ended.</summary>
    [Id(21)] public float ReportedHighest { get; init; }

    /// <summary>True if people found that it was no usual one: it is not learnt.</summary>
    [Id(22)] public bool IsConfirmed { get; init; }
}
