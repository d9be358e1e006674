using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Decides whether a message can change after it is sent.</summary>
internal static class Immutability
{
    private static readonly HashSet<string> Fixed = new()
    {
        "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.Guid", "System.DateOnly", "System.TimeOnly", "System.Uri",
        "System.Version", "System.Type", "System.Int128", "System.UInt128", "System.Half", "System.Numerics.BigInteger", "System.Index",
        "System.Range", "System.Threading.CancellationToken", "System.Exception", "System.Net.IPAddress", "System.Text.Rune",
    };

    private static readonly HashSet<string> ReadOnlyGenerics = new()
    {
        "System.Collections.Generic.IReadOnlyList<T>", "System.Collections.Generic.IReadOnlyCollection<T>",
        "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>", "System.Collections.Generic.IReadOnlySet<T>",
        "System.Collections.Generic.KeyValuePair<TKey, TValue>", "System.ReadOnlyMemory<T>", "T?",
        "System.Collections.Generic.IEnumerable<T>",
    };

    /// <summary>Gives the reason why a value of the type can change; null when it cannot.</summary>
    public static string? WhyMutable(ITypeSymbol type) => Why(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static string? Why(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (IsSimple(type) || !seen.Add(type))
        {
            return null;
        }

        if (type is IArrayTypeSymbol)
        {
            return "an array";
        }

        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.IsTupleType)
        {
            return First(named.TupleElements.Select(element => Why(element.Type, seen)));
        }

        var space = named.ContainingNamespace?.ToDisplayString() ?? string.Empty;
        if (ReadOnlyGenerics.Contains(named.OriginalName()) || space is "System.Collections.Immutable" or "System.Collections.Frozen"
            || named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return First(named.TypeArguments.Select(argument => Why(argument, seen)));
        }

        if (space.StartsWith("System") || named.SpecialType == SpecialType.System_Object)
        {
            return $"'{named.ShortName()}' is not known to be immutable";
        }

        return named.TypeKind is TypeKind.Interface or TypeKind.Delegate ? null : Members(named, seen);
    }

    private static bool IsSimple(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error
        || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String
        || Fixed.Contains(type.OriginalName())
        || type.Has("Orleans.ImmutableAttribute")
        || type.Implements(Symbols.Addressable) || type.ToDisplayString() == Symbols.Addressable
        || type.ContainingNamespace?.ToDisplayString() is "Orleans.Runtime";

    private static string? Members(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        foreach (var member in type.GetMembers())
        {
            var why = member switch
            {
                IFieldSymbol { IsStatic: false, IsConst: false, AssociatedSymbol: null } field =>
                    field.IsReadOnly || field.Has("Orleans.ImmutableAttribute") ? Inner(field.Type, field, seen) : $"field '{field.Name}' of '{type.ShortName()}' can be set",
                IPropertySymbol { IsStatic: false, IsIndexer: false } property => Property(type, property, seen),
                _ => null,
            };
            if (why is not null)
            {
                return why;
            }
        }

        return type.BaseType is { SpecialType: SpecialType.None } parent ? Why(parent, seen) : null;
    }

    private static string? Property(INamedTypeSymbol type, IPropertySymbol property, HashSet<ITypeSymbol> seen)
    {
        if (property.Has("Orleans.ImmutableAttribute"))
        {
            return null;
        }

        if (property.SetMethod is { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private })
        {
            return $"property '{property.Name}' of '{type.ShortName()}' can be set";
        }

        var isStored = type.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            || (type.Locations.All(location => !location.IsInSource) && property.GetMethod is not null && property.Name != "EqualityContract");
        return isStored ? Inner(property.Type, property, seen) : null;
    }

    private static string? Inner(ITypeSymbol type, ISymbol member, HashSet<ITypeSymbol> seen) =>
        Why(type, seen) is { } why ? $"{member.ContainingType.ShortName()}.{member.Name}: {why}" : null;

    private static string? First(IEnumerable<string?> reasons) => reasons.FirstOrDefault(reason => reason is not null);
}
