using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Checks grain classes and lists them for the module.</summary>
internal static class GrainClasses
{
    public static Found Describe(INamedTypeSymbol type)
    {
        var reports = new List<Report>();
        var names = new List<Named>();
        if (type.IsGenericType)
        {
            reports.Add(new Report(Rules.NoGenericGrains, type.Place(), type.ShortName()));
        }

        if (type.Attribute("Orleans.GrainTypeAttribute").TextOf() is { } grainType)
        {
            names.Add(new Named("grain", grainType, type.ShortName(), type.Place()));
        }
        else
        {
            reports.Add(new Report(Rules.NoGrainType, type.Place(), type.ShortName()));
        }

        foreach (var parameter in type.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
        {
            State(type, parameter, reports, names);
        }

        var registration = reports.Count == 0 ? $"grains.AddClass(typeof({type.FullName()}));" : string.Empty;
        return new Found(type.FullName(), string.Empty, registration, reports, names);
    }

    private static void State(INamedTypeSymbol type, IParameterSymbol parameter, List<Report> reports, List<Named> names)
    {
        if (parameter.Attribute("Orleans.Runtime.PersistentStateAttribute").TextOf() is not { } name)
        {
            return;
        }

        names.Add(new Named("state", name, type.ShortName(), parameter.Place()));
        if (parameter.Type is not INamedTypeSymbol { TypeArguments.Length: 1 } facet)
        {
            return;
        }

        var state = facet.TypeArguments[0];
        var isEmptyable = state.IsValueType || state is not INamedTypeSymbol named
            || named.InstanceConstructors.Any(c => c.Parameters.Length == 0 && c.DeclaredAccessibility == Accessibility.Public);
        if (!isEmptyable)
        {
            reports.Add(new Report(Rules.StateConstructor, parameter.Place(), state.ShortName(), type.ShortName()));
        }

        Contracts.RequireSerializer(state, parameter, reports);
        if (References.In(state) is { } reference)
        {
            reports.Add(new Report(Rules.StateHoldsReference, parameter.Place(), state.ShortName(), type.ShortName(), reference));
        }
    }
}
