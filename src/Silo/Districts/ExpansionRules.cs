using CityActors.Alerts;

namespace CityActors.Districts;

/// <summary>How a district is, or was, generated into the city.</summary>
/// <param name="Name">The seed's name.</param>
/// <param name="Code">The district's code: everything generated lies below it.</param>
/// <param name="Outline">A hash of the seed.</param>
/// <param name="Scale">1 is the seed's full size.</param>
/// <param name="Seed">Of the random choices.</param>
/// <param name="Drill">Whether it is a drill's.</param>
internal sealed record Expansion(string Name, string Code, string Outline, double Scale, long Seed, bool Drill)
{
    /// <summary>What it came to, or null: it is not known to be complete.</summary>
    public PlanCounts? Counts { get; init; }

    /// <summary>Whether the same was asked for. A seed whose file was changed since is still the same seed.</summary>
    public bool IsSameCall(Expansion other) => (Name, Scale, Seed, Drill) == (other.Name, other.Scale, other.Seed, other.Drill);
}

/// <summary>What is registered in the city and belongs to no drill.</summary>
/// <param name="Areas">Areas.</param>
/// <param name="Entities">Households, cameras and terminals.</param>
/// <param name="Responders">Responders.</param>
/// <param name="Example">One of them, or empty.</param>
internal sealed record RealThings(long Areas, long Entities, long Responders, string Example)
{
    public bool IsAny => Areas + Entities + Responders > 0;
}

/// <summary>What is real is never moved, overwritten or made to act by itself by what is generated. Pure.</summary>
internal static class ExpansionRules
{
    /// <summary>Why a district may not be generated, or null: it may, or the same was asked for before.</summary>
    public static Refusal? WhyNot(Expansion wanted, IReadOnlyList<Expansion> known, RealThings real)
    {
        var before = known.FirstOrDefault(other => other.Name == wanted.Name);
        if (before is not null)
        {
            return before.IsSameCall(wanted) && (before.Counts is not null || before.Outline == wanted.Outline) ? null : AlreadyExpanded(before);
        }

        return real.IsAny ? CityIsReal(real) : known.FirstOrDefault(other => other.Code == wanted.Code) is { } same ? AlreadyExpanded(same) : null;
    }

    /// <summary>Why an outline may not be kept under a name, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="outline">The hash of its seed.</param>
    /// <param name="kept">The hash of the seed kept under that name, or null.</param>
    /// <param name="known">What was generated.</param>
    /// <param name="real">What is real.</param>
    public static Refusal? WhyNotImport(string name, string outline, string? kept, IReadOnlyList<Expansion> known, RealThings real) =>
        kept == outline ? null
        : known.FirstOrDefault(other => other.Name == name) is { } before && before.Outline != outline ? AlreadyExpanded(before)
        : real.IsAny ? CityIsReal(real) : null;

    private static Refusal AlreadyExpanded(Expansion before)
    {
        var call = FormattableString.Invariant($"\"scale\":{before.Scale:R},\"seed\":{before.Seed},\"drill\":{(before.Drill ? "true" : "false")}");
        return new(
            "already-expanded",
            $"District {before.Code} was expanded from '{before.Name}' with {call}. Only the same call may be made again (it changes nothing); expand anything else into a city of its own, with another data folder or database.",
            $"行政区{before.Code}已由“{before.Name}”按{call}生成。只能重复同一请求（不会有任何改动）；其他生成请使用单独的城市（另一数据目录或数据库）。");
    }

    private static Refusal CityIsReal(RealThings real) => new(
        "city-is-real",
        $"The city holds what is real: {real.Areas} areas, {real.Entities} households, cameras and terminals, {real.Responders} responders that belong to no drill, for example '{real.Example}'. "
        + "A generated district would move or overwrite it. Use a city of its own for it, with another data folder or database.",
        $"本城市已有真实登记：非演练区域{real.Areas}个，住户、摄像机和终端{real.Entities}个，处置人员{real.Responders}名，例如“{real.Example}”。生成虚拟行政区会移动或覆盖它们；请使用单独的城市（另一数据目录或数据库）。");
}
