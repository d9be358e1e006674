using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Questions about symbols, by full name.</summary>
internal static class Symbols
{
    public const string Addressable = "Orleans.Runtime.IAddressable";
    public const string GrainMarker = "Orleans.IGrain";
    public const string GrainBase = "Orleans.IGrainBase";

    public static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(Full);

    public static string ShortName(this ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    public static bool Has(this ISymbol symbol, string attribute) => symbol.Attribute(attribute) is not null;

    public static AttributeData? Attribute(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(found => found.AttributeClass?.ToDisplayString() == attribute);

    public static string? TextOf(this AttributeData? attribute) =>
        attribute is { ConstructorArguments.Length: > 0 } ? attribute.ConstructorArguments[0].Value as string : null;

    public static bool Implements(this ITypeSymbol type, string name) =>
        type.AllInterfaces.Any(found => found.ToDisplayString() == name);

    public static bool IsGrainInterface(this ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && type.Implements(GrainMarker) && !IsOurs(type);

    public static bool IsOurs(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is "Orleans" or "Orleans.Runtime";

    public static string OriginalName(this ITypeSymbol type) => type.OriginalDefinition.ToDisplayString();

    public static Location? Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);

    /// <summary>Gives the methods a reference must implement, each once.</summary>
    public static IEnumerable<IMethodSymbol> GrainMethods(this INamedTypeSymbol type) =>
        new[] { type }.Concat(type.AllInterfaces)
            .SelectMany(found => found.GetMembers().OfType<IMethodSymbol>())
            .Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsAbstract: true });
}
