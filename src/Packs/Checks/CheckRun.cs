using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>One check of one pack: what it may name, and what was found wrong.</summary>
internal sealed class CheckRun
{
    private readonly Dictionary<string, Dictionary<string, int>> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>>> lists = new(StringComparer.Ordinal);
    private readonly List<PackFault> faults = [];
    private readonly string missing;

    public CheckRun(PackFiles pack, PackSet others)
    {
        Pack = pack;
        All = others.With(pack);
        Reach = All.Reach(pack);
        string[] gone = [.. Reach.SelectMany(static known => known.Manifest.Needs.Keys).Where(need => All.Find(need) is null).Distinct(StringComparer.Ordinal)];
        missing = gone.Length == 0 ? "" : $" It may be a word of {string.Join(" or ", gone.Select(static need => $"'{need}'"))}, which is needed and not there: {ToHave(gone[0])}";
        Observations = Named(static known => known.Things.Observations, static kind => kind.Kind);
        Things = Named(static known => known.Things.Things, static thing => thing.Kind);
        Alerts = Named(static known => known.Watch.Alerts, static alert => alert.Alert);
        Categories = Named(static known => known.Catalogue.Categories, static category => category.Code);
        Units = Named(static known => known.Catalogue.Units, static unit => unit.Unit);
        Skills = Named(static known => known.Catalogue.Skills, static skill => skill.Skill);
        Receivers = Named(static known => known.Channels.Receivers, static receiver => receiver.Receiver);
        Texts = Named(static known => known.Channels.Texts, static text => text.Text);
        Roles = Named(static known => known.Roles.Roles, static role => role.Role);
        Cases = Named(static known => known.Cases.Values, static type => type.Case);
        Registers = Named(static known => known.Registers.Values, static register => register.Register);
        Signals = Reach.SelectMany(static known => known.Watch.Rules.Select(static rule => rule.Finds.Signal).Concat(known.Watch.Places.Select(static rule => rule.Finds.Signal)))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    public PackFiles Pack { get; }

    /// <summary>All packs of the city, with this one.</summary>
    public PackSet All { get; }

    /// <summary>This pack and those that it needs.</summary>
    public IReadOnlyList<PackFiles> Reach { get; }

    public IReadOnlyDictionary<string, ObservationSpec> Observations { get; }

    public IReadOnlyDictionary<string, ThingSpec> Things { get; }

    public IReadOnlyDictionary<string, AlertSpec> Alerts { get; }

    public IReadOnlyDictionary<string, CategorySpec> Categories { get; }

    public IReadOnlyDictionary<string, UnitSpec> Units { get; }

    public IReadOnlyDictionary<string, SkillSpec> Skills { get; }

    public IReadOnlyDictionary<string, ReceiverSpec> Receivers { get; }

    public IReadOnlyDictionary<string, TextSpec> Texts { get; }

    public IReadOnlyDictionary<string, RoleSpec> Roles { get; }

    public IReadOnlyDictionary<string, CaseSpec> Cases { get; }

    public IReadOnlyDictionary<string, RegisterSpec> Registers { get; }

    public IReadOnlySet<string> Signals { get; }

    public IReadOnlyList<PackFault> Faults => faults;

    /// <summary>Notes a fault.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Where in the file.</param>
    /// <param name="what">What is wrong and how to mend it.</param>
    public void Fault(string code, string file, string path, string what)
    {
        if (!lines.TryGetValue(file, out var known))
        {
            known = Pack.Sources.TryGetValue(file, out var source) && file.EndsWith(".json", StringComparison.Ordinal) ? JsonPlaces.Of(source.Span).Lines : [];
            lines.Add(file, known);
        }

        var follows = what.StartsWith("There is no ", StringComparison.Ordinal) && !path.StartsWith("$.needs.", StringComparison.Ordinal);
        faults.Add(new PackFault(code, file, JsonPlaces.LineOf(known, path), path, follows ? what + missing : what));
    }

    /// <summary>The lists of codes of a pack.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> ListsOf(PackFiles pack)
    {
        if (!lists.TryGetValue(pack.Name, out var known))
        {
            lists.Add(pack.Name, known = CodeLists.Of(pack));
        }

        return known;
    }

    /// <summary>Notes a fault of a file that is no JSON.</summary>
    public void FaultIn(string code, string file, int line, string what) => faults.Add(new PackFault(code, file, line, "$", what));

    /// <summary>What to do where a pack that is needed is not there.</summary>
    public static string ToHave(string need) => $"install it first, or tell 'city pack check' with --beside <folder> in which folder of packs '{need}' is.";

    /// <summary>Notes a fault unless something holds.</summary>
    public void Holds(bool holds, string code, string file, string path, string what)
    {
        if (!holds)
        {
            Fault(code, file, path, what);
        }
    }

    /// <summary>Joins what there is, for a sentence.</summary>
    public static string Join(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } joined ? joined : "none";

    private SortedDictionary<string, T> Named<T>(Func<PackFiles, IEnumerable<T>> get, Func<T, string> name)
    {
        var named = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in Reach.SelectMany(get))
        {
            named.TryAdd(name(item), item);
        }

        return named;
    }
}
