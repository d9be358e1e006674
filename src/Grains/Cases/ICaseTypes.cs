using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs.Expressions;

namespace CityActors.Cases;

/// <summary>The types of case that a city has, in all versions that cases name.</summary>
internal interface ICaseTypes
{
    /// <summary>The type by which a new case begins in an area, or null: no pack that is on there has it.</summary>
    CaseProgram? Current(string type, string area, DateTimeOffset at);

    /// <summary>The type by which a case is judged for ever.</summary>
    /// <exception cref="InvalidOperationException">This Silo does not have that version: it may not judge.</exception>
    CaseProgram Of(CaseTerms terms);

    /// <summary>How long each clock of a type runs, as the parameters are set for an area.</summary>
    ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, string area, DateTimeOffset at);

    /// <summary>The parameters of a type's pack as they are set for an area, by the indices of their own scope.</summary>
    IValues ParametersOf(CaseProgram program, string area, DateTimeOffset at);
}
