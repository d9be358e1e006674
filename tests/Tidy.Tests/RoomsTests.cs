using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>The arrows between rooms, as ARCHITECTURE.md draws them.</summary>
public sealed class RoomsTests
{
    /// <summary>What each project may refer to.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Storage"] = [],
        ["Packs"] = [],
        ["Grains.Interfaces"] = [],
        ["Grains"] = ["Grains.Interfaces", "Packs"],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Packs", "Storage"],
        ["Client"] = ["Grains", "Grains.Interfaces", "Packs"],
    };

    private static readonly HashSet<string> HostingWords =
    [
        "UseOrleans", "ISiloBuilder", "AddMemoryStreams", "AddPersistentStreams", "AddMemoryGrainStorageAsDefault", "AddAdoNetGrainStorage", "UseAdoNetClustering",
        "UseLocalhostClustering", "AddIncomingGrainCallFilter", "AddOutgoingGrainCallFilter", "AddDashboard",
    ];

    /// <summary>What a pure rule does not know: time, chance and the world come to it in its parameters.</summary>
    private static readonly HashSet<string> Impure =
    [
        "TimeProvider", "IGrainFactory", "IPersistentState", "Grain", "Task", "ValueTask", "File", "Directory", "Stream", "FileStream", "HttpClient",
        "Console", "ILogger", "IFactLog", "IObservationLog", "Environment", "Random", "Timer", "Thread",
    ];

    [Fact]
    public void Projects_References_FollowTheArrows() => Finding.None(
        "Move the code, or weigh a new arrow in ARCHITECTURE.md and here.",
        Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal)).SelectMany(path => WrongReferences(path, Repository.Read(path))));

    [Fact]
    public void Projects_OneWrongReference_IsFound()
    {
        const string text = """<Project><ItemGroup><ProjectReference Include="../Silo/Silo.csproj" /></ItemGroup></Project>""";
        Assert.Single(WrongReferences("src/Client/Client.csproj", text));
        Assert.Single(WrongReferences("src/Attic/Attic.csproj", "<Project />"));
    }

    [Fact]
    public void Grains_StorageAndHost_AreNotNamed() => Finding.None(
        "Grains are written against Orleans' names only; the host brings them what they need.",
        Repository.SourcesUnder("src/Grains/", "src/Grains.Interfaces/", "src/Client/").SelectMany(file => NamesIn(file, "CityActors.Storage", "CityActors.Silo")));

    [Fact]
    public void Orleans_Hosting_IsNamedInItsFolderOnly() => Finding.None(
        "How Orleans runs is decided in one folder: src/Silo/Orleans.",
        Repository.SourcesUnder("src/").Where(file => !file.Path.StartsWith("src/Silo/Orleans/", StringComparison.Ordinal)).SelectMany(HostingIn));

    [Fact]
    public void Orleans_HostingElsewhere_IsFound() =>
        Assert.NotEmpty(HostingIn(SourceFile.Parse("src/Silo/A.cs", "class A { void M() { builder.UseOrleans(silo => { }); } }")));

    [Fact]
    public void Orleans_Namespace_IsNotOurs() => Finding.None(
        "Types in Orleans' own namespaces are Orleans'.",
        Repository.Sources.SelectMany(file => file.All<BaseNamespaceDeclarationSyntax>()
            .Where(space => space.Name.ToString().Split('.')[0] == "Orleans")
            .Select(space => file.At(space, $"namespace {space.Name}"))));

    [Fact]
    public void RuleFiles_World_IsNotTouched() => Finding.None(
        "Rules, detectors and clocks are pure: hand in what they need.",
        Repository.SourcesUnder("src/Grains/").Where(IsRuleFile).SelectMany(ImpureIn));

    [Fact]
    public void RuleFiles_WorldTouched_IsFound()
    {
        Assert.NotEmpty(ImpureIn(SourceFile.Parse("a.cs", "class A { DateTimeOffset M(TimeProvider time) => time.GetUtcNow(); }")));
        Assert.NotEmpty(ImpureIn(SourceFile.Parse("a.cs", "class A { async void M() { await x; } }")));
        Assert.Empty(ImpureIn(SourceFile.Parse("a.cs", "class A { int M(DateTimeOffset at) => at.Day; }")));
    }

    [Fact]
    public void Features_Namespaces_FollowTheirFolders() => Finding.None(
        "A namespace follows the feature: CityActors.<folder>.",
        Repository.SourcesUnder("src/Grains/", "src/Grains.Interfaces/")
            .SelectMany(file => file.All<BaseNamespaceDeclarationSyntax>()
                .Where(space => space.Name.ToString() != $"CityActors.{file.Folder.Split('/')[2]}")
                .Select(space => file.At(space, $"namespace {space.Name}"))));

    private static IEnumerable<Finding> WrongReferences(string path, string text)
    {
        var project = Path.GetFileNameWithoutExtension(path);
        if (!Arrows.TryGetValue(project, out var allowed))
        {
            return [new Finding(path, "a room that the table of arrows does not know")];
        }

        return XDocument.Parse(text).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Where(target => !allowed.Contains(target))
            .Select(target => new Finding(path, $"{project} refers to {target}"));
    }

    private static IEnumerable<Finding> HostingIn(SourceFile file) =>
        file.All<SimpleNameSyntax>().Where(name => HostingWords.Contains(name.Identifier.Text)).Select(name => file.At(name, name.Identifier.Text));

    private static IEnumerable<Finding> NamesIn(SourceFile file, params string[] spaces) =>
        file.All<NameSyntax>()
            .Where(name => name is QualifiedNameSyntax && spaces.Any(space => name.ToString() == space || name.ToString().StartsWith(space + ".", StringComparison.Ordinal)))
            .Where(name => name.Parent is not QualifiedNameSyntax)
            .Select(name => file.At(name, name.ToString()));

    private static bool IsRuleFile(SourceFile file) =>
        file.Name.EndsWith("Rules.cs", StringComparison.Ordinal) || file.Name.EndsWith("Detector.cs", StringComparison.Ordinal) || file.Name.EndsWith("Clock.cs", StringComparison.Ordinal);

    private static IEnumerable<Finding> ImpureIn(SourceFile file) =>
        file.All<SimpleNameSyntax>().Where(name => Impure.Contains(name.Identifier.Text) && IsType(name))
            .Select(name => file.At(name, name.Identifier.Text))
            .Concat(file.All<AwaitExpressionSyntax>().Select(wait => file.At(wait, "await")))
            .Concat(file.All<UsingDirectiveSyntax>()
                .Where(use => use.NamespaceOrType.ToString() is var space && (space.StartsWith("System.IO", StringComparison.Ordinal) || space.StartsWith("System.Net", StringComparison.Ordinal)))
                .Select(use => file.At(use, use.NamespaceOrType.ToString())));

    /// <summary>A name that stands first, as types do; what follows a dot is a member.</summary>
    private static bool IsType(SimpleNameSyntax name) => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name;
}
