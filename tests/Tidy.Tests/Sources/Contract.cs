using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>A type that is sent or stored: its alias and its members, as they stand in the source.</summary>
internal sealed class Contract
{
    private Contract(SourceFile file, BaseTypeDeclarationSyntax type)
    {
        File = file;
        Type = type;
        Alias = type.AttributeLists.Find("Alias").Argument();
        Members = [.. type is TypeDeclarationSyntax members ? MembersOf(members) : []];
    }

    public SourceFile File { get; }

    public BaseTypeDeclarationSyntax Type { get; }

    public string? Alias { get; }

    public IReadOnlyList<Member> Members { get; }

    /// <summary>The name with those of the types around it.</summary>
    public string Name => string.Join('.', Type.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(type => type.Identifier.Text));

    /// <summary>The namespace and the name.</summary>
    public string FullName => $"{Type.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name}.{Name}";

    /// <summary>All contracts of some files.</summary>
    public static IReadOnlyList<Contract> In(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => file.All<BaseTypeDeclarationSyntax>()
            .Where(type => type.AttributeLists.Has("GenerateSerializer"))
            .Select(type => new Contract(file, type))),
    ];

    /// <summary>The text that is pinned: what a stored or sent value of it looks like.</summary>
    public IEnumerable<string> Lines()
    {
        var bases = Type.BaseList is { Types: var types } && Type is not EnumDeclarationSyntax ? $" : {string.Join(", ", types.Select(TextOf))}" : "";
        yield return $"{Alias} = {KindOf(Type)} {FullName}{bases}";
        foreach (var member in Members.Where(member => member.Id is not null).OrderBy(member => member.Id))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  {member.Id} {member.Name}: {member.Type}");
        }

        if (Type is EnumDeclarationSyntax named)
        {
            yield return $"  {string.Join(", ", named.Members.Select(member => member.Identifier.Text + (member.EqualsValue is { } value ? $" = {value.Value}" : "")))}";
        }

        foreach (var derived in Type.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => attribute.Name.ToString() == "JsonDerivedType"))
        {
            yield return $"  json {string.Join(" as ", derived.ArgumentList!.Arguments.Select(argument => argument.ToString()).Reverse())}";
        }
    }

    private static string TextOf(BaseTypeSyntax type) => type.Type.ToString();

    private static string KindOf(BaseTypeDeclarationSyntax type) => type switch
    {
        EnumDeclarationSyntax => "enum",
        RecordDeclarationSyntax record when record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword) => "record struct",
        RecordDeclarationSyntax => "record",
        _ => ((TypeDeclarationSyntax)type).Keyword.Text,
    };

    private static IEnumerable<Member> MembersOf(TypeDeclarationSyntax type)
    {
        foreach (var parameter in (type as RecordDeclarationSyntax)?.ParameterList?.Parameters ?? [])
        {
            yield return new Member(parameter, parameter.Identifier.Text, $"{parameter.Type}", IdOf(parameter.AttributeLists), IsStored: true);
        }

        foreach (var property in type.Members.OfType<PropertyDeclarationSyntax>().Where(property => !property.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            // An automatic property keeps a value; one that is computed does not.
            var isAutomatic = property.ExpressionBody is null && property.AccessorList!.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })
                && !property.Modifiers.Any(SyntaxKind.AbstractKeyword) && !property.AttributeLists.Has("NonSerialized");
            yield return new Member(property, property.Identifier.Text, $"{property.Type}", IdOf(property.AttributeLists), isAutomatic);
        }

        foreach (var field in type.Members.OfType<FieldDeclarationSyntax>().Where(field => !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword)))
        {
            foreach (var variable in field.Declaration.Variables)
            {
                yield return new Member(field, variable.Identifier.Text, $"{field.Declaration.Type}", IdOf(field.AttributeLists), !field.AttributeLists.Has("NonSerialized"));
            }
        }
    }

    private static int? IdOf(SyntaxList<AttributeListSyntax> attributes) =>
        int.TryParse(attributes.Find("Id").Argument(), CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A member, its number if it has one, and whether it keeps a value of its own.</summary>
    internal sealed record Member(SyntaxNode Node, string Name, string Type, int? Id, bool IsStored);
}
