using System.Text.Json.Serialization;
using CityActors.Deadlines;
using CityActors.Packs;

namespace CityActors.WorkOrders;

/// <summary>What may become a work order, and by which rules: the categories of all packs, by code. May be read from any thread.</summary>
public sealed class Catalogue
{
    private volatile Entries entries;

    /// <summary>Reads the catalogue that packs give together.</summary>
    /// <param name="packs">The packs, checked.</param>
    public Catalogue(PackSet packs) => entries = new Entries(packs);

    /// <summary>The departments, in the order of the files.</summary>
    public IReadOnlyList<Department> Departments => entries.Departments;

    /// <summary>The categories, in the order of the files.</summary>
    public IReadOnlyList<Category> Categories => entries.Categories;

    /// <summary>The kinds of alert of which each is some category's.</summary>
    public IReadOnlyCollection<string> AlertKinds => entries.ByAlertKind.Keys;

    /// <summary>Takes other packs in the place of those before.</summary>
    public void Use(PackSet packs) => entries = new Entries(packs);

    /// <summary>The category of that code, or null.</summary>
    public Category? Find(string code) => entries.ByCode.GetValueOrDefault(code);

    /// <summary>The category that an alert of that kind becomes.</summary>
    /// <exception cref="KeyNotFoundException">No pack names one.</exception>
    public Category OfAlert(string alertKind) => entries.ByAlertKind.TryGetValue(alertKind, out var category)
        ? category
        : throw new KeyNotFoundException($"No pack names a category for the alert '{alertKind}': give it one in the watch.json that declares it.");

    private sealed class Entries
    {
        public Entries(PackSet packs)
        {
            (Departments, Categories) = PackCatalogue.Of(packs);
            ByCode = Categories.ToDictionary(static category => category.Code, StringComparer.Ordinal);
            ByAlertKind = new(Categories
                .SelectMany(static category => category.AlertKinds, static (category, kind) => (kind, category))
                .ToDictionary(static pair => pair.kind, static pair => pair.category, StringComparer.Ordinal), StringComparer.Ordinal);
        }

        public Department[] Departments { get; }

        public Category[] Categories { get; }

        public Dictionary<string, Category> ByCode { get; }

        public SortedDictionary<string, Category> ByAlertKind { get; }
    }
}

/// <summary>An entry of the catalogue 大类/小类.</summary>
public sealed record Category
{
    /// <summary><c>type.class.subclass</c>, for example <c>event.environment.exposed-waste</c>.</summary>
    public required string Code { get; init; }

    /// <summary><c>part</c> 部件, <c>event</c> 事件 or <c>service</c> 服务.</summary>
    public string Type => Code.Split('.')[0];

    /// <summary>The class within the type: five of parts, six of events.</summary>
    public string Class => Code.Split('.') is [_, var name, ..] ? name : "";

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

    /// <summary>How near and soon reports are one matter; null: as everywhere in the city.</summary>
    public MergeReach? Merge { get; init; }

    /// <summary>True if the category files itself: a sensor's alarm is a case without an acceptor.</summary>
    public bool AutoFile { get; init; }

    /// <summary>The kinds of alert that become this category.</summary>
    public IReadOnlyList<string> AlertKinds { get; init; } = [];

    /// <summary>False where only devices and officers report it: whoever has no key cannot.</summary>
    public bool Citizens { get; init; } = true;

    /// <summary>True if it is ours, because no published table has the entry and its limit.</summary>
    public bool Invented { get; init; }
}

/// <summary>When two reports of a category are one matter.</summary>
/// <param name="Metres">How far from a matter's first report another may be.</param>
/// <param name="Within">How long before a matter's earliest or after its latest report another may be.</param>
public sealed record MergeReach(double Metres, TimeSpan Within);

/// <summary>How long each stage of an order may take.</summary>
/// <param name="Accept">受理: from report to filing or refusal.</param>
/// <param name="Check">核查: from asking to filing or refusal.</param>
/// <param name="Dispatch">派遣: from filing or return to dispatch.</param>
/// <param name="Handling">处置: from dispatch to the department's confirmation.</param>
/// <param name="Verify">核实: from asking to close or rework.</param>
/// <param name="Close">结案: from confirmation to close or rework.</param>
[GenerateSerializer, Immutable, Alias("stage-limits")]
public sealed record StageLimits(
    [property: Id(0), JsonRequired] TimeLimit Accept,
    [property: Id(1), JsonRequired] TimeLimit Check,
    [property: Id(2), JsonRequired] TimeLimit Dispatch,
    [property: Id(3), JsonRequired] TimeLimit Handling,
    [property: Id(4), JsonRequired] TimeLimit Verify,
    [property: Id(5), JsonRequired] TimeLimit Close);

/// <summary>A department that handles.</summary>
/// <param name="Code">For example <c>sanitation</c>.</param>
/// <param name="English">The name, English.</param>
/// <param name="Chinese">The name, Chinese.</param>
public sealed record Department(string Code, string English, string Chinese);
