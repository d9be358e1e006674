using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs.Expressions;

namespace CityActors.Cases;

/// <summary>The types of case that a city has, in all versions that cases name.</summary>
internal interface ICaseTypes
{
    /// <summary>The type by which a new case begins now, or null: no pack that is on has it.</summary>
    CaseProgram? Current(string type);

    /// <summary>The type by which a case is judged for ever.</summary>
    CaseProgram Of(CaseTerms terms);

    /// <summary>How long each clock of a type runs, as the parameters are set now.</summary>
    ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program);

    /// <summary>The parameters of a type's pack as they are set, by the indices of their own scope.</summary>
    IValues ParametersOf(CaseProgram program);
}
