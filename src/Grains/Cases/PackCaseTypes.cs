using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>The types of case of one pack, its parameters at their defaults.</summary>
/// <param name="pack">The pack; it was checked.</param>
/// <param name="catalogue">For work orders: the categories and units that there are.</param>
internal sealed class PackCaseTypes(PackFiles pack, Catalogue? catalogue = null) : ICaseTypes
{
    /// <summary>The field of a work order that names its category.</summary>
    private const string CategoryField = "category";

    private readonly Dictionary<string, CaseProgram> programs = pack.Cases.Values.ToDictionary(static spec => spec.Case, spec => CaseProgram.Of(pack, spec.Case), StringComparer.Ordinal);

    private readonly CaseCity city = new(
        Roots.Parameters(pack.Manifest).Values(pack.Manifest.Parameters.ToDictionary(static one => $"${one.Key}", static one => one.Value.Default!.Value.Text is { } text ? Value.Of(Span.Parse(text)!.Value) : Value.Of(one.Value.Default.Value.Number!.Value))),
        CaseCity.UnitsOf(catalogue?.Departments ?? []));

    /// <summary>A type by its name, or null: the pack has none of that name.</summary>
    public CaseProgram? Named(string type) => programs.GetValueOrDefault(type);

    public CaseProgram? Current(string type, string area, DateTimeOffset at) => Named(type);

    public CaseProgram Of(CaseTerms terms) => programs[terms.Type];

    public OrderTerms? CategoryOf(CaseBeginning beginning) => CategoryOf(catalogue, beginning);

    public CaseProgram OfOrders(string area, DateTimeOffset at) =>
        programs.Values.FirstOrDefault(static program => program.Spec.Grain == Packs.Format.CaseGrain.WorkOrder) ?? throw new InvalidOperationException($"The pack '{pack.Name}' has no type of work orders.");

    public ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, OrderTerms? category, string area, DateTimeOffset at) => TimeLimits.Of(program.Spec, category?.Limits, name => pack.Manifest.Parameters[name].Default);

    public CaseCity CityOf(CaseProgram program, string area, DateTimeOffset at) => city;

    /// <summary>What a catalogue says of the category by which a work order begins, or null: it has none such.</summary>
    internal static OrderTerms? CategoryOf(Catalogue? catalogue, CaseBeginning beginning) =>
        beginning.Fields.TryGetValue(CategoryField, out var json) && JsonSerializer.Deserialize<string>(json) is { } code && catalogue?.Find(code) is { } category ? OrderTerms.Of(category) : null;
}
