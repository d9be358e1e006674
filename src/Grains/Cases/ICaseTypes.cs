using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs.Expressions;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>The types of case that a city has, in all versions that cases name.</summary>
internal interface ICaseTypes
{
    /// <summary>The type by which a new case begins in an area, or null: no pack that is on there has it. In a city a work order is none: it begins with a report.</summary>
    CaseProgram? Current(string type, string area, DateTimeOffset at);

    /// <summary>The type by which a case is judged for ever.</summary>
    /// <exception cref="InvalidOperationException">This Silo does not have that version: it may not judge.</exception>
    CaseProgram Of(CaseTerms terms);

    /// <summary>What the catalogue says of the category by which a work order begins, or null: it has none such.</summary>
    OrderTerms? CategoryOf(CaseBeginning beginning);

    /// <summary>The type by which a new work order begins in an area: where no pack that is on there has it, that of the packs by whose words the city speaks.</summary>
    /// <exception cref="InvalidOperationException">No pack has it.</exception>
    CaseProgram OfOrders(string area, DateTimeOffset at);

    /// <summary>How long each clock of a type runs, as the parameters are set for an area.</summary>
    /// <param name="program">The type.</param>
    /// <param name="category">Of a work order: its category's terms.</param>
    /// <param name="area">The area.</param>
    /// <param name="at">When.</param>
    ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, OrderTerms? category, string area, DateTimeOffset at);

    /// <summary>What cases of a type in an area read of the city.</summary>
    CaseCity CityOf(CaseProgram program, string area, DateTimeOffset at);

    /// <summary>By what a case is judged that begins.</summary>
    CaseTerms TermsOf(CaseProgram program, OrderTerms? category, string area, DateTimeOffset at) =>
        new(program.Spec.Case, program.Pack.Name, program.Pack.Manifest.Version, program.Pack.Digest, LimitsOf(program, category, area, at), category);
}

/// <summary>What a case reads of its city.</summary>
/// <param name="Parameters">The parameters of its type's pack as they are set, by the indices of their own scope.</param>
/// <param name="Units">The codes of the units that handle.</param>
internal sealed record CaseCity(IValues Parameters, Value Units)
{
    /// <summary>No city: for whatever needs only what stands in the case.</summary>
    public static CaseCity Nowhere { get; } = new(new NoValues(), UnitsOf([]));

    /// <summary>The units of a catalogue, as expressions see them.</summary>
    public static Value UnitsOf(IEnumerable<Department> departments) => Value.Of([.. departments.Select(static department => Value.Of(department.Code))]);

    private sealed class NoValues : IValues
    {
        public Value this[int index] => Value.Missing;
    }
}
