using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>One source for two engines: nothing is compiled by condition within a file, and only named places know an engine.</summary>
public sealed class EnginesTests
{
    /// <summary>Where our own engine may be named: itself, the folder that hosts it, what tests or measures it alone, fixtures.</summary>
    private static readonly string[] KnowsEmbedded =
    [
        "src/Engine/", "src/Engine.Generators/", "src/Silo/Engines/Embedded/", "benchmarks/", "tests/Benchmarks.Tests/", "tests/Engine.Tests/", "tests/Storage.Tests/",
        "tests/Storage.CrashWriter/", "tests/Conformance.Tests/Fixtures/Embedded/", "tests/Silo.Tests/Live/Embedded/",
        "tests/Grains.Tests/Simulation/", "tests/Grains.Tests/Alerts/EntityHost.cs", "tests/Grains.Tests/WorkOrders/OrderCity.cs",
        "tests/Grains.Tests/Observations/ForgetfulStorage.cs", "tests/Places.Tests/District.cs",
    ];

    /// <summary>Where Orleans' own runtime may be named.</summary>
    private static readonly string[] KnowsOrleans = ["src/Silo/Engines/Orleans/", "tests/Conformance.Tests/Fixtures/Orleans/", "tests/Silo.Tests/Live/Orleans/", "tests/Silo.Tests/Contracts/Orleans/"];

    /// <summary>Spaces of Orleans that our engine does not declare, so that naming one is naming Orleans.</summary>
    private static readonly string[] OnlyOrleans =
    [
        "Orleans.TestingHost", "Orleans.Dashboard", "Orleans.Connections.Security", "Orleans.Core.Internal", "Orleans.Serialization.Buffers", "Orleans.Serialization.Cloning",
        "Orleans.Serialization.Serializers", "Orleans.Serialization.WireProtocol", "Orleans.Runtime.Placement", "Orleans.Metadata", "Orleans.Persistence", "Orleans.Clustering",
    ];

    [Fact]
    public void Sources_ConditionalParts_AreNone() => Finding.None(
        "A file belongs to an engine as a whole, by its folder; nothing is compiled by condition.",
        Repository.Sources.SelectMany(ConditionsIn));

    [Fact]
    public void Sources_OwnEngine_IsNamedInItsPlacesOnly() => Finding.None(
        "Only the engine, src/Silo/Engines and the fixtures name CityActors.Engine.",
        Repository.Sources.Where(file => !IsIn(file, KnowsEmbedded)).SelectMany(file => UsesOf(file, "CityActors.Engine")));

    [Fact]
    public void Sources_Orleans_IsNamedInItsPlacesOnly() => Finding.None(
        "Only src/Silo/Engines/Orleans and the fixtures name what Orleans alone has.",
        Repository.Sources.Where(file => !IsIn(file, KnowsOrleans)).SelectMany(file => OnlyOrleans.SelectMany(space => UsesOf(file, space))));

    [Fact]
    public void Places_ThatKnowAnEngine_AreThere() =>
        Assert.All([.. KnowsEmbedded, .. KnowsOrleans], place => Assert.True(Repository.Has(place.TrimEnd('/')), $"{place} is gone: take it from the list."));

    [Fact]
    public void EngineNamedElsewhere_IsFound()
    {
        Assert.NotEmpty(ConditionsIn(SourceFile.Parse("src/Silo/A.cs", "#if ORLEANS\nclass A;\n#endif")));
        Assert.NotEmpty(UsesOf(SourceFile.Parse("src/Silo/A.cs", "using CityActors.Engine.Storage;"), "CityActors.Engine"));
        Assert.NotEmpty(UsesOf(SourceFile.Parse("src/Silo/A.cs", "class A { CityActors.Engine.Loop loop; }"), "CityActors.Engine"));
        Assert.Empty(UsesOf(SourceFile.Parse("src/Silo/A.cs", "using CityActors.Silo.Engines;"), "CityActors.Engine"));
    }

    private static bool IsIn(SourceFile file, string[] places) => places.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal));

    private static IEnumerable<Finding> ConditionsIn(SourceFile file) => file.Syntax.DescendantTrivia(descendIntoTrivia: true)
        .Where(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
        .Select(trivia => file.At(trivia.GetStructure()!, trivia.ToString()));

    private static IEnumerable<Finding> UsesOf(SourceFile file, string space) => file.All<NameSyntax>()
        .Where(name => name.Parent is not QualifiedNameSyntax && name.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name != name)
        .Where(name => name.ToString() == space || name.ToString().StartsWith(space + ".", StringComparison.Ordinal))
        .Select(name => file.At(name, name.ToString()));
}
