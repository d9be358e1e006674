using CityActors.Deadlines;

namespace CityActors.WorkOrders;

/// <summary>An entry of the catalogue 大类/小类.</summary>
public sealed record Category
{
    /// <summary><c>type.class.subclass</c>, for example <c>event.environment.exposed-waste</c>.</summary>
    public required string Code { get; init; }

    /// <summary><c>part</c> 部件, <c>event</c> 事件 or <c>service</c> 服务.</summary>
    public required string Type { get; init; }

    /// <summary>The class within the type: five of parts, six of events.</summary>
    public required string Class { get; init; }

    /// <summary>The name, English.</summary>
    public required string English { get; init; }

    /// <summary>The name, Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>When it is a case 立案条件, English.</summary>
    public required string ConditionEnglish { get; init; }

    /// <summary>When it is a case 立案条件, Chinese.</summary>
    public required string ConditionChinese { get; init; }

    /// <summary>The limits of the stages.</summary>
    public required StageLimits Limits { get; init; }

    /// <summary>Code of the responsible department.</summary>
    public required string Department { get; init; }

    /// <summary>One skill for each responder wanted, all different.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>True for life and safety: served before the others.</summary>
    public bool Urgent { get; init; }

    /// <summary>False for matters of one entity, which never merge by place.</summary>
    public bool MayMerge { get; init; } = true;

    /// <summary>True where a sensor's alarm is a case without anybody accepting it.</summary>
    public bool AutoFile { get; init; }

    /// <summary>The kinds of alert that become this category.</summary>
    public IReadOnlyList<string> AlertKinds { get; init; } = [];

    /// <summary>True where we made it up: no published table gives the entry and its limit.</summary>
    public bool Invented { get; init; }
}

/// <summary>How long each stage of an order may take.</summary>
[GenerateSerializer, Immutable, Alias("stage-limits")]
public sealed record StageLimits
{
    /// <summary>受理: from report to filing or refusal.</summary>
    [Id(0)] public required TimeLimit Accept { get; init; }

    /// <summary>核查: from asking to filing or refusal.</summary>
    [Id(1)] public required TimeLimit Check { get; init; }

    /// <summary>派遣: from filing or return to dispatch.</summary>
    [Id(2)] public required TimeLimit Dispatch { get; init; }

    /// <summary>处置: from dispatch to the department's confirmation.</summary>
    [Id(3)] public required TimeLimit Handling { get; init; }

    /// <summary>核实: from asking to close or rework.</summary>
    [Id(4)] public required TimeLimit Verify { get; init; }

    /// <summary>结案: from confirmation to close or rework.</summary>
    [Id(5)] public required TimeLimit Close { get; init; }
}

/// <summary>A department that handles.</summary>
/// <param name="Code">For example <c>sanitation</c>.</param>
/// <param name="English">The name, English.</param>
/// <param name="Chinese">The name, Chinese.</param>
public sealed record Department(string Code, string English, string Chinese);
