using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Finds grain references in what is stored: storage writes plain JSON and could not read them back.</summary>
internal static class References
{
    /// <summary>Gives the first member that holds a grain reference; null where there is none.</summary>
    public static string? In(ITypeSymbol state) => Find(state, state, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static string? Find(ITypeSymbol type, ISymbol holder, HashSet<ITypeSymbol> seen)
    {
        if (type.Implements(Symbols.Addressable) || type.ToDisplayString() == Symbols.Addressable)
        {
            return holder.ShortName();
        }

        if (!seen.Add(type))
        {
            return null;
        }

        return type switch
        {
            IArrayTypeSymbol array => Find(array.ElementType, holder, seen),
            INamedTypeSymbol named => First(named.TypeArguments.Select(argument => Find(argument, holder, seen))) ?? Members(named, seen),
            _ => null,
        };
    }

    private static string? Members(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.ContainingNamespace?.ToDisplayString() is { } space && (space.StartsWith("System") || space.StartsWith("Orleans")))
        {
            return null;
        }

        var fields = type.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false });
        return First(fields.Select(field => Find(field.Type, (ISymbol?)field.AssociatedSymbol ?? field, seen)))
            ?? (type.BaseType is { SpecialType: SpecialType.None } parent ? Find(parent, parent, seen) : null);
    }

    private static string? First(IEnumerable<string?> found) => found.FirstOrDefault(name => name is not null);
}
