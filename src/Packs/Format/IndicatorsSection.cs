using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>indicators.json</c>: the figures by which work is judged.</summary>
public sealed record IndicatorsSection
{
    /// <summary>The indicators.</summary>
    public IReadOnlyList<IndicatorSpec> Indicators { get; init; } = [];

    /// <summary>What figures are to come to.</summary>
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    /// <summary>Made-up histories, by name, over which examples say what comes out.</summary>
    public SortedDictionary<string, HistorySpec> Histories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A figure over what happened. Whatever changes what it counts makes it a new version.</summary>
public sealed record IndicatorSpec
{
    /// <summary>Its name.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>What kind of figure it is.</summary>
    public IndicatorKind Is { get; init; } = IndicatorKind.Share;

    /// <summary>Of a sum or mean: its unit.</summary>
    public string? Unit { get; init; }

    /// <summary>Over what: <c>cases:</c> and a type, <c>lines:</c> and a type, <c>orders</c>, <c>lines:orders</c>, <c>alerts</c>, <c>observations:</c> and a kind: what each device measured on each day.</summary>
    public required string Over { get; init; }

    /// <summary>On which day it counts: <c>begun</c>, <c>ended</c>, <c>first:</c> and states, <c>due:</c> and a clock; of alerts also <c>acknowledged</c> and <c>responded</c>; of lines <c>at</c>; of observations <c>day</c>.</summary>
    public required string When { get; init; }

    /// <summary>What counts at all: the denominator; none: everything.</summary>
    public string? Of { get; init; }

    /// <summary>Of a share: what of it counts, the numerator.</summary>
    public string? Count { get; init; }

    /// <summary>Of a sum or mean: the number.</summary>
    public string? Value { get; init; }

    /// <summary>What is left out by rule, and shown beside.</summary>
    public string? Exempt { get; init; }

    /// <summary>By what else than areas and days it may be broken down.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>A figure over fewer is not shown; none: every figure is.</summary>
    public int? Small { get; init; }

    /// <summary>Which way is better: for ranks.</summary>
    public IndicatorBetter Better { get; init; } = IndicatorBetter.High;

    /// <summary>What it tells of.</summary>
    public IndicatorMatter About { get; init; } = IndicatorMatter.Work;

    /// <summary>What comes out over made-up histories.</summary>
    public IReadOnlyList<IndicatorExampleSpec> Examples { get; init; } = [];
}

/// <summary>Kinds of figure.</summary>
public enum IndicatorKind
{
    /// <summary>The share of those that count.</summary>
    Share,

    /// <summary>How many.</summary>
    Count,

    /// <summary>The sum of their numbers.</summary>
    Sum,

    /// <summary>The mean of their numbers.</summary>
    Mean,
}

/// <summary>Which way a figure is better.</summary>
public enum IndicatorBetter
{
    /// <summary>More is better.</summary>
    High,

    /// <summary>Less is better.</summary>
    Low,
}

/// <summary>What a figure tells of.</summary>
public enum IndicatorMatter
{
    /// <summary>How those work who are judged by it.</summary>
    Work,

    /// <summary>What happens in the city, such as accidents.</summary>
    Events,

    /// <summary>That people complain.</summary>
    Complaints,

    /// <summary>That people petition.</summary>
    Petitions,
}

/// <summary>What comes out of an indicator over histories.</summary>
public sealed record IndicatorExampleSpec
{
    /// <summary>The histories, by name.</summary>
    public required IReadOnlyList<string> Histories { get; init; }

    /// <summary>What comes out.</summary>
    public required IndicatorResultSpec Expect { get; init; }
}

/// <summary>A figure that is expected.</summary>
public sealed record IndicatorResultSpec
{
    /// <summary>How many count: the numerator.</summary>
    public long? Count { get; init; }

    /// <summary>Of how many: the denominator.</summary>
    public required long Of { get; init; }

    /// <summary>How many are left out by rule.</summary>
    public long Exempt { get; init; }

    /// <summary>Of a sum or mean: the sum.</summary>
    public decimal? Sum { get; init; }
}

/// <summary>A made-up history of a case, or of a work order.</summary>
public sealed record HistorySpec
{
    /// <summary>The type of case; <c>order</c>: a work order.</summary>
    public required string Case { get; init; }

    /// <summary>When it begins, <c>yyyy-MM-ddTHH:mm</c> of the city.</summary>
    public required string Begun { get; init; }

    /// <summary>The fields with which it begins; of a work order <c>category</c> and <c>channel</c>.</summary>
    public SortedDictionary<string, JsonElement> Fields { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whom it concerns, by the name that its type gives them.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Parties { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What happens, in order.</summary>
    public IReadOnlyList<HistoryStepSpec> Steps { get; init; } = [];
}

/// <summary>A step of a made-up history.</summary>
public sealed record HistoryStepSpec
{
    /// <summary>How long after the step before; none: at once.</summary>
    public string? After { get; init; }

    /// <summary>Who acts: a role, or somebody by the id that the history gives.</summary>
    public string? As { get; init; }

    /// <summary>The command; <c>assign</c> chooses a holder, <c>answer</c> answers an ask; none: time passes.</summary>
    public string? Do { get; init; }

    /// <summary>The fields of its form.</summary>
    public SortedDictionary<string, JsonElement> Set { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Of <c>assign</c>: as what.</summary>
    public string? Holder { get; init; }

    /// <summary>Of <c>assign</c>: who.</summary>
    public string? Who { get; init; }

    /// <summary>Of <c>answer</c>: which ask.</summary>
    public string? Ask { get; init; }

    /// <summary>Of <c>answer</c>: yes or no.</summary>
    public bool Yes { get; init; } = true;

    /// <summary>A part of the case gets somewhere: what it is there.</summary>
    public string? Child { get; init; }

    /// <summary>With <c>child</c>: the state that the part gets to.</summary>
    public string? Reached { get; init; }

    /// <summary>Of a work order: the word of its line.</summary>
    public string? Says { get; init; }

    /// <summary>Of a work order: where it stands then; none: where it stood.</summary>
    public string? To { get; init; }

    /// <summary>Of a work order: which clock runs out next.</summary>
    public string? Due { get; init; }

    /// <summary>Of a work order: how long from this step on.</summary>
    public string? Within { get; init; }
}

/// <summary>What a figure is to come to.</summary>
public sealed record TargetSpec
{
    /// <summary>Its name.</summary>
    public required string Target { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>The indicator, of this pack.</summary>
    public required string Indicator { get; init; }

    /// <summary>To what it is measured.</summary>
    public TargetAgainst Against { get; init; } = TargetAgainst.Value;

    /// <summary>What it is to come to: a figure, or the change against the year before, for example <c>-0.3</c>.</summary>
    public required decimal Aim { get; init; }

    /// <summary>Points, the least figure first; the first row whose bound is not passed counts.</summary>
    public IReadOnlyList<ScoreSpec> Score { get; init; } = [];
}

/// <summary>To what a target measures.</summary>
public enum TargetAgainst
{
    /// <summary>The figure itself.</summary>
    Value,

    /// <summary>Its change against the same days of the year before.</summary>
    YearBefore,
}

/// <summary>A row of a table of points.</summary>
public sealed record ScoreSpec
{
    /// <summary>Up to which figure or change, that one included; none: whatever is more.</summary>
    public decimal? UpTo { get; init; }

    /// <summary>The points.</summary>
    public required decimal Points { get; init; }
}
