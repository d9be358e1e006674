using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Checks the types that travel between grains or into storage.</summary>
internal static class Contracts
{
    private const string Serializer = "Orleans.GenerateSerializerAttribute";
    private const string Alias = "Orleans.AliasAttribute";
    private const string Id = "Orleans.IdAttribute";

    /// <summary>Checks a type declared with [GenerateSerializer].</summary>
    public static Found Check(INamedTypeSymbol type)
    {
        var reports = new List<Report>();
        var names = new List<Named>();
        if (type.Attribute(Alias).TextOf() is { } alias)
        {
            names.Add(new Named("alias", alias, type.ShortName(), type.Place()));
        }
        else if (type.TypeKind != TypeKind.Enum)
        {
            reports.Add(new Report(Rules.NoAlias, type.Place(), type.ShortName()));
        }

        if (type.TypeKind != TypeKind.Enum)
        {
            Ids(type, reports);
        }

        return new Found(type.FullName(), string.Empty, string.Empty, reports, names);
    }

    /// <summary>Reports the types within a type that travel but have no serializer.</summary>
    public static void RequireSerializer(ITypeSymbol type, ISymbol user, List<Report> reports)
    {
        foreach (var part in Parts(type))
        {
            if (IsContract(part) && !part.Has(Serializer))
            {
                reports.Add(new Report(Rules.NoGenerateSerializer, user.Place(), part.ShortName(), user.ShortName()));
            }
        }
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return Parts(array.ElementType);
        }

        return type is INamedTypeSymbol { TypeArguments.Length: > 0 } named
            ? named.TypeArguments.SelectMany(Parts).Concat(new[] { type })
            : new[] { type };
    }

    private static bool IsContract(ITypeSymbol type)
    {
        var space = type.ContainingNamespace?.ToDisplayString() ?? string.Empty;
        return type.TypeKind is TypeKind.Class or TypeKind.Struct && type is INamedTypeSymbol { IsTupleType: false }
            && !space.StartsWith("System") && !space.StartsWith("Orleans") && !space.StartsWith("Microsoft")
            && !type.Implements(Symbols.Addressable);
    }

    private static void Ids(INamedTypeSymbol type, List<Report> reports)
    {
        var used = new Dictionary<uint, string>();
        var missing = new List<ISymbol>();
        foreach (var member in Members(type))
        {
            if (member.Attribute(Id)?.ConstructorArguments.FirstOrDefault().Value is not uint id)
            {
                missing.Add(member);
            }
            else if (used.TryGetValue(id, out var other))
            {
                reports.Add(new Report(Rules.DuplicateId, member.Place(), type.ShortName(), other, member.Name, id.ToString()));
            }
            else
            {
                used.Add(id, member.Name);
            }
        }

        var next = used.Count == 0 ? 0 : used.Keys.Max() + 1;
        foreach (var member in missing)
        {
            reports.Add(new Report(Rules.NoId, member.Place() ?? type.Place(), type.ShortName(), member.Name, (next++).ToString()));
        }
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false }))
        {
            var member = (ISymbol?)field.AssociatedSymbol ?? field;
            var isIgnored = member.Has("System.NonSerializedAttribute") || field.Has("System.NonSerializedAttribute")
                || member.Has("System.Text.Json.Serialization.JsonIgnoreAttribute");
            if (!isIgnored && (field.AssociatedSymbol is IPropertySymbol || !field.IsImplicitlyDeclared))
            {
                yield return member;
            }
        }
    }
}
