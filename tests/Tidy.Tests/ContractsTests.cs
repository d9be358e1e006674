using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>What is sent and stored keeps its names: aliases, member numbers, grain types, state names.</summary>
public sealed class ContractsTests
{
    private const string ApprovedPath = "tests/Tidy.Tests/Approved/contracts.txt";

    // Types that Orleans defines keep Orleans' form; we neither store nor send them.
    private static readonly string[] Rooms = ["src/Grains/", "src/Grains.Interfaces/", "src/Silo/", "src/Client/"];

    private static IReadOnlyList<Contract> Contracts { get; } = Contract.In(Repository.SourcesUnder(Rooms));

    [Fact]
    public void Contracts_EachOne_HasAnAliasOfItsOwn() => Finding.None(
        "Give it an alias that nothing else in the solution has.",
        AliasFaults(Contracts));

    [Fact]
    public void Contracts_StoredMembers_AreNumberedOnce() => Finding.None(
        "Number it with [Id(n)] ([property: Id(n)] on a parameter), never with a number that was used before; or compute it.",
        Contracts.SelectMany(MemberFaults));

    [Fact]
    public void Contracts_FaultyOnes_AreFound()
    {
        Assert.Single(AliasFaults(Parse("[GenerateSerializer] class A { }")));
        Assert.Equal(2, AliasFaults(Parse("[GenerateSerializer, Alias(\"a\")] class A { } [GenerateSerializer, Alias(\"a\")] class B { }")).Count());
        Assert.Single(MemberFaults(Parse("[GenerateSerializer, Alias(\"a\")] class A { [Id(0)] public int X { get; set; } [Id(0)] public int Y { get; set; } }")[0]));
        Assert.Single(MemberFaults(Parse("[GenerateSerializer, Alias(\"a\")] record A([property: Id(0)] int X, int Y);")[0]));
        Assert.Empty(MemberFaults(Parse("[GenerateSerializer, Alias(\"a\")] record A([property: Id(0)] int X) { public int Y => X; public static int Z { get; } }")[0]));
    }

    [Fact]
    public void GrainMethods_Aliases_AreUniqueInTheirInterface() => Finding.None(
        "Give every grain method an [Alias] of its own: overloads and renames then keep their identity.",
        GrainInterfaces().SelectMany(entry => entry.Type.Members.OfType<MethodDeclarationSyntax>()
            .GroupBy(method => method.AttributeLists.Find("Alias").Argument())
            .Where(group => group.Key is null || group.Count() > 1)
            .SelectMany(group => group.Select(method => entry.File.At(method, $"{entry.Type.Identifier.Text}.{method.Identifier.Text}")))));

    [Fact]
    public void GrainClasses_EachOne_HasAGrainTypeOfItsOwn() => Finding.None(
        "Add [GrainType(\"…\")] with a name that no other grain has: it is part of every stored key.",
        GrainClasses().GroupBy(entry => entry.Type.AttributeLists.Find("GrainType").Argument())
            .Where(group => group.Key is null || group.Count() > 1)
            .SelectMany(group => group.Select(entry => entry.File.At(entry.Type, entry.Type.Identifier.Text))));

    [Fact]
    public void StateNames_Solution_AreUnique() => Finding.None(
        "Name the state after what it holds, once in the solution.",
        States().GroupBy(state => state.Name).Where(group => group.Count() > 1).SelectMany(group => group.Select(state => state.File.At(state.Parameter, group.Key))));

    [Fact]
    public void States_Types_BeginEmpty()
    {
        var types = Contracts.ToLookup(contract => contract.Type.Identifier.Text, StringComparer.Ordinal);
        Finding.None(
            "A state needs [GenerateSerializer] and a public parameterless constructor that gives a valid empty value.",
            States().Where(state => !types[state.Type].Any(HasEmptyConstructor)).Select(state => state.File.At(state.Parameter, state.Type)));
    }

    [Fact]
    public void Contracts_Text_IsTheApprovedOne()
    {
        var actual = string.Join('\n', Lines()) + "\n";
        var approved = Repository.Has(ApprovedPath) ? Repository.Read(ApprovedPath).ReplaceLineEndings("\n") : "";
        if (actual == approved)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, "contracts.received.txt");
        File.WriteAllText(received, actual);
        var gone = approved.Split('\n').Except(actual.Split('\n')).Select(line => $"  - {line}");
        var come = actual.Split('\n').Except(approved.Split('\n')).Select(line => $"  + {line}");
        Assert.Fail($"""
            The contracts are not those of {ApprovedPath}. A member or type that is new is fine. One that is changed or gone breaks stored states
            and running cities: give it a new number or alias instead, and keep reading the old one.
            To approve, copy the new text over the old and let it be reviewed with the change:
              cp "{received}" "{Path.Combine(Repository.Root, ApprovedPath)}"
            {string.Join('\n', gone.Concat(come).Take(80))}
            """);
    }

    private static IEnumerable<string> Lines()
    {
        foreach (var contract in Contracts.OrderBy(contract => contract.Alias, StringComparer.Ordinal))
        {
            foreach (var line in contract.Lines())
            {
                yield return line;
            }
        }

        foreach (var (_, type) in GrainInterfaces().OrderBy(entry => entry.Type.Identifier.Text, StringComparer.Ordinal))
        {
            yield return $"interface {type.Identifier.Text} : {string.Join(", ", type.BaseList!.Types.Select(item => item.Type.ToString()))}";
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>().OrderBy(method => method.AttributeLists.Find("Alias").Argument(), StringComparer.Ordinal))
            {
                var parameters = string.Join(", ", method.ParameterList.Parameters.Select(parameter => parameter.Type!.ToString()));
                yield return $"  {method.AttributeLists.Find("Alias").Argument()} = {method.Identifier.Text}({parameters}): {method.ReturnType}";
            }
        }

        foreach (var (_, type) in GrainClasses().OrderBy(entry => entry.Type.AttributeLists.Find("GrainType").Argument(), StringComparer.Ordinal))
        {
            yield return $"grain {type.AttributeLists.Find("GrainType").Argument()} = {type.Identifier.Text}";
        }

        foreach (var state in States().OrderBy(state => state.Name, StringComparer.Ordinal))
        {
            yield return $"state {state.Name} = {state.Type}";
        }
    }

    private static IReadOnlyList<Contract> Parse(string text) => Contract.In([SourceFile.Parse("a.cs", text)]);

    private static IEnumerable<Finding> AliasFaults(IEnumerable<Contract> contracts) => contracts
        .GroupBy(contract => contract.Alias)
        .Where(group => group.Key is null || group.Count() > 1)
        .SelectMany(group => group.Select(contract => contract.File.At(contract.Type, group.Key is null ? $"{contract.Name} has no alias" : $"{contract.Name} is '{group.Key}' too")));

    private static IEnumerable<Finding> MemberFaults(Contract contract)
    {
        foreach (var member in contract.Members.Where(member => member is { IsStored: true, Id: null }))
        {
            yield return contract.File.At(member.Node, $"{contract.Name}.{member.Name} has no number");
        }

        foreach (var group in contract.Members.Where(member => member.Id is not null).GroupBy(member => member.Id).Where(group => group.Count() > 1))
        {
            yield return contract.File.At(group.Last().Node, $"{contract.Name}: number {group.Key} stands {group.Count()} times");
        }
    }

    private static IEnumerable<(SourceFile File, InterfaceDeclarationSyntax Type)> GrainInterfaces()
    {
        var all = Repository.SourcesUnder("src/Grains/", "src/Grains.Interfaces/")
            .SelectMany(file => file.All<InterfaceDeclarationSyntax>().Select(type => (File: file, Type: type))).ToList();
        var known = new HashSet<string>(StringComparer.Ordinal) { "IGrainWithStringKey" };
        for (var before = 0; before < known.Count;)
        {
            before = known.Count;
            known.UnionWith(all.Where(entry => BasesOf(entry.Type).Any(known.Contains)).Select(entry => entry.Type.Identifier.Text));
        }

        return all.Where(entry => known.Contains(entry.Type.Identifier.Text));
    }

    private static IEnumerable<(SourceFile File, ClassDeclarationSyntax Type)> GrainClasses() =>
        Repository.SourcesUnder("src/Grains/", "src/Silo/")
            .SelectMany(file => file.All<ClassDeclarationSyntax>().Select(type => (File: file, Type: type)))
            .Where(entry => BasesOf(entry.Type).Any(IsGrain) && !entry.Type.Modifiers.Any(SyntaxKind.AbstractKeyword));

    // Grain, and the bases that ours have in common.
    private static bool IsGrain(string name) => name.Split('<')[0].EndsWith("Grain", StringComparison.Ordinal) && !name.StartsWith('I');

    private static IEnumerable<string> BasesOf(TypeDeclarationSyntax type) => type.BaseList?.Types.Select(item => item.Type.ToString()) ?? [];

    private static IEnumerable<(SourceFile File, ParameterSyntax Parameter, string Name, string Type)> States() =>
        Repository.SourcesUnder("src/Grains/", "src/Silo/")
            .SelectMany(file => file.All<ParameterSyntax>()
                .Where(parameter => parameter.AttributeLists.Has("PersistentState"))
                .Select(parameter => (file, parameter,
                    parameter.AttributeLists.Find("PersistentState").Argument() ?? "",
                    (parameter.Type as GenericNameSyntax)?.TypeArgumentList.Arguments[0].ToString() ?? $"{parameter.Type}")));

    private static bool HasEmptyConstructor(Contract contract)
    {
        var type = (TypeDeclarationSyntax)contract.Type;
        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(made => !made.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        return constructors.Any(made => made.ParameterList.Parameters.Count == 0 && made.Modifiers.Any(SyntaxKind.PublicKeyword))
            || (constructors.Count == 0 && type.ParameterList is null or { Parameters.Count: 0 });
    }
}
