using System.Text.Json.Serialization;

namespace CityActors.Households;

/// <summary>What is remembered of a household to judge its silence: small, and never a history of readings.</summary>
/// <remarks>
/// Arrays are never changed in place: a rule that learns makes a new one. Times are UTC; the calendar of slots and days is
/// China Standard Time. The default value is a household of which nothing is known.
/// </remarks>
[GenerateSerializer, Alias("living-rhythm")]
public sealed record LivingRhythm
{
    /// <summary>Nothing is known.</summary>
    public static LivingRhythm Unknown { get; } = new();

    /// <summary>End of the newest power reading, or the default: none yet.</summary>
    [Id(0)] public DateTime PowerAt { get; init; }

    /// <summary>End of the newest water reading, or the default: none yet.</summary>
    [Id(1)] public DateTime WaterAt { get; init; }

    /// <summary>When somebody was last seen to do something, or the default: not known.</summary>
    [Id(2)] public DateTime ActiveAt { get; init; }

    /// <summary>Since when readings have been there without any activity, or the default: not known.</summary>
    [Id(3)] public DateTime QuietFrom { get; init; }

    /// <summary>Since when power has repeated one value to the last digit.</summary>
    [Id(4)] public DateTime SameFrom { get; init; }

    /// <summary>Which of the last 64 intervals had a power reading; bit 0 is the newest one's.</summary>
    [Id(5)] public ulong Seen { get; init; }

    /// <summary>The newest power, watts.</summary>
    [Id(6)] public double Watts { get; init; }

    /// <summary>Base load, watts.</summary>
    [Id(7)] public float BaseWatts { get; init; }

    /// <summary>Standard deviation of the base load, watts.</summary>
    [Id(8)] public float BaseSigmaWatts { get; init; }

    /// <summary>Days the base load was learnt from, up to 65,535.</summary>
    [Id(9)] public ushort BaseDays { get; init; }

    /// <summary>Longest run of one value above the base load that this home showed, minutes.</summary>
    [Id(10)] public ushort SameMinutes { get; init; }

    /// <summary>The household's usual longest silence, minutes; fades by a hundredth a day.</summary>
    [Id(11)] public float UsualQuietMinutes { get; init; }

    /// <summary>The household's usual highest score; fades by a hundredth a day.</summary>
    [Id(12)] public float UsualScore { get; init; }

    /// <summary>Score of the present silence: −ln of the odds that it is chance.</summary>
    [Id(13)] public float Score { get; init; }

    /// <summary>The present half hour, counted from 0001-01-01 China Standard Time.</summary>
    [Id(14)] public int Slot { get; init; }

    /// <summary>True once there was activity in the present half hour.</summary>
    [Id(15)] public bool IsSlotActive { get; init; }

    /// <summary>Work days learnt, up to 255.</summary>
    [Id(16)] public byte WorkDays { get; init; }

    /// <summary>Weekend days learnt, up to 255.</summary>
    [Id(17)] public byte RestDays { get; init; }

    /// <summary>Why power readings cannot be judged at present.</summary>
    [Id(18)] public MeterFault PowerFault { get; init; }

    /// <summary>Why water readings cannot be judged at present.</summary>
    [Id(19)] public MeterFault WaterFault { get; init; }

    /// <summary>True from the moment the present silence was reported until somebody is active again.</summary>
    [Id(20)] public bool IsReported { get; init; }

    /// <summary>Odds of activity in 255ths: 48 half hours of a work day, then 48 of a weekend day; empty: nothing learnt.</summary>
    [Id(21)] public byte[] Odds { get; init; } = [];

    /// <summary>A power sample of each half hour of the present day on a logarithmic scale; 0: none.</summary>
    [Id(22)] public byte[] Today { get; init; } = [];

    /// <summary>How many power readings in a row were a hundredfold off, up to as many as make a fault; while the meter is known to be off, how many were not.</summary>
    [Id(23)] public byte ScaleRun { get; init; }

    /// <summary>How many power readings counted backwards, up to 3; from there on, 1 more for each reading above zero since.</summary>
    [Id(24), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public byte PowerBack { get; init; }

    /// <summary>The same of water readings.</summary>
    [Id(25), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public byte WaterBack { get; init; }

    /// <summary>What tells that the readings of the two meters are exchanged, or null: nothing does.</summary>
    [Id(26), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public MeterSwap? Swap { get; init; }

    /// <summary>What tells that the water meter is stuck, or null: it has never shown that water was used.</summary>
    [Id(27), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public WaterRun? WaterRun { get; init; }

    /// <summary>Since when power has been exactly zero, however long the meter was silent meanwhile, or the default: it is not.</summary>
    [Id(28), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public DateTime ZeroFrom { get; init; }

    /// <summary>True once it was signalled that the electricity meter says nothing.</summary>
    [Id(29), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsSilenceShared { get; init; }

    /// <summary>The water of the last 24 hours by the hour, or null: there is none.</summary>
    [Id(40), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public WaterHours? Hours { get; init; }

    /// <summary>How many water readings in a row were possible after one that was not, while that is a fault.</summary>
    [Id(41), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public byte WaterRight { get; init; }

    /// <summary>When somebody was last seen to draw water, UTC, or the default: not known.</summary>
    [Id(42), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public DateTime WateredAt { get; init; }

    /// <summary>The household's usual longest time without water, minutes; fades by a hundredth a day.</summary>
    [Id(43), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public float UsualDryMinutes { get; init; }

    /// <summary>Since when power has been less than a tenth of the base load, but not zero, UTC, or the default: it is not.</summary>
    [Id(44), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public DateTime LowFrom { get; init; }

    /// <summary>How quiet the home usually is at each hour, or null: not known yet.</summary>
    [Id(50), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public QuietMemory? Quiet { get; init; }

    /// <summary>How often such a fault ended by itself, up to 3.</summary>
    [Id(52), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public byte ScaleEased { get; init; }

    /// <summary>The longest that the electricity meter ever repeated one value to the last digit, minutes; 0: it never showed two.</summary>
    [Id(51), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public ushort LongestSame { get; init; }
}

/// <summary>Why a meter's readings cannot be judged.</summary>
[GenerateSerializer, Alias("meter-fault")]
public enum MeterFault : byte
{
    /// <summary>They can.</summary>
    None,

    /// <summary>There are none.</summary>
    Silent,

    /// <summary>They repeat one value to the last digit.</summary>
    Stuck,

    /// <summary>They are far from anything this home can draw: the meter counts in another unit.</summary>
    Scale,

    /// <summary>They are those of the home's water meter, and the other way round.</summary>
    Swapped,

    /// <summary>The register of a water meter leapt: it was replaced, set anew or rolled over.</summary>
    Leapt,
}
