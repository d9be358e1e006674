using System.Collections.Immutable;
using CityActors.Engine.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CityActors.Engine.Tests;

public sealed class GeneratorTests
{
    private const string Message = """
        [GenerateSerializer] [Alias("message")]
        public sealed record Message([property: Id(0)] string Text, [property: Id(1)] IReadOnlyList<int> Numbers);

        """;

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || path.Contains("CityActors.Engine.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    [Theory]
    [InlineData("CITY0001", "void Bad();")]
    [InlineData("CITY0001", "int Bad();")]
    [InlineData("CITY0002", "Task Bad(ref int a);")]
    [InlineData("CITY0002", "Task Bad(out int a);")]
    [InlineData("CITY0003", "int Bad { get; }")]
    [InlineData("CITY0003", "event System.Action Bad;")]
    [InlineData("CITY0004", "Task Bad<T>(int a);")]
    [InlineData("CITY0005", "IAsyncEnumerable<int> Bad();")]
    [InlineData("CITY0006", "Task Bad() => Task.CompletedTask;")]
    [InlineData("CITY0006", "static Task Bad() => Task.CompletedTask;")]
    [InlineData("CITY0007", "Task Bad(CancellationToken a, CancellationToken b);")]
    [InlineData("CITY0008", "Task Bad(int[] a);")]
    [InlineData("CITY0008", "Task Bad(List<int> a);")]
    [InlineData("CITY0008", "Task<Dictionary<string, int>> Bad();")]
    [InlineData("CITY0008", "Task Bad(IReadOnlyList<int[]> a);")]
    [InlineData("CITY0008", "Task Bad(Changing a);")]
    [InlineData("CITY0008", "Task Bad(object a);")]
    [InlineData("CITY0009", "Task Bad(Plain a);")]
    [InlineData("CITY0009", "Task<IReadOnlyList<Plain>> Bad();")]
    [InlineData("CITY0019", "[OneWay] Task<int> Bad();")]
    public void GrainInterface_BreakingARule_IsReported(string rule, string method) => Assert.Equal([rule], Rules(Interface(method)));

    [Theory]
    [InlineData("Task Good();")]
    [InlineData("ValueTask<int> Good(Message a, CancellationToken b);")]
    [InlineData("Task<ImmutableArray<Message>> Good(IReadOnlyDictionary<string, Message> a, (int, string) b, int? c, Message? d);")]
    [InlineData("Task<IGood> Good(IGood other, GrainId id, System.DateTimeOffset at, System.TimeSpan time, Kind kind);")]
    [InlineData("Task Good([Immutable] int[] a, Marked b);")]
    [InlineData("[ReadOnly] Task Good(int @class, string @event); [AlwaysInterleave] Task Good(int a); [OneWay] Task Tell();")]
    public void GrainInterface_KeepingTheRules_CompilesWithoutWarnings(string method)
    {
        var (compilation, diagnostics) = Run(Interface(method));
        Assert.Empty(diagnostics);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning));
        Assert.Single(compilation.Assembly.GetAttributes(), attribute => attribute.AttributeClass?.Name == "GrainModuleAttribute");
    }

    [Fact]
    public void GrainModules_OfTwoAssembliesThatSeeEachOthersInternals_DoNotCollide()
    {
        var token = TestContext.Current.CancellationToken;
        var (seen, _) = Run(Interface("Task Good();"), "Seen", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Seeing\")]");
        using var image = new MemoryStream();
        Assert.True(seen.Emit(image, cancellationToken: token).Success);
        image.Position = 0;
        var source = "public interface IOther : Seen.IGood { Task More(); }";
        var (seeing, _) = Run(source, "Seeing", "", MetadataReference.CreateFromStream(image));
        Assert.Empty(seeing.GetDiagnostics(token).Where(found => found.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData("CITY0010", "[GenerateSerializer] public sealed record A([property: Id(0)] int X);")]
    [InlineData("CITY0011", "[GenerateSerializer] [Alias(\"a\")] public sealed record A(int X);")]
    [InlineData("CITY0011", "[GenerateSerializer] [Alias(\"a\")] public sealed record A { public int X { get; init; } }")]
    [InlineData("CITY0012", "[GenerateSerializer] [Alias(\"a\")] public sealed record A([property: Id(0)] int X, [property: Id(0)] int Y);")]
    [InlineData("CITY0016", "[GenerateSerializer] [Alias(\"a\")] public sealed record A; [GenerateSerializer] [Alias(\"a\")] public sealed record B;")]
    public void Contract_BreakingARule_IsReported(string rule, string source) => Assert.Equal([rule], Rules(source));

    [Theory]
    [InlineData("CITY0013", "public sealed class G : Grain, IGood { }")]
    [InlineData("CITY0014", "[GrainType(\"g\")] public sealed class G([PersistentState(\"s\")] IPersistentState<Message> s) : Grain, IGood { public object S => s; }")]
    [InlineData("CITY0009", "[GrainType(\"g\")] public sealed class G([PersistentState(\"s\")] IPersistentState<Plain> s) : Grain, IGood { public object S => s; }")]
    [InlineData("CITY0018", "[GrainType(\"g\")] public sealed class G<T> : Grain, IGood { }")]
    [InlineData("CITY0021", """
        [GenerateSerializer] [Alias("link")] public sealed record Link { [Id(0)] public IReadOnlyList<Inner> Inner { get; init; } = []; }
        [GenerateSerializer] [Alias("inner")] public sealed record Inner { [Id(0)] public IGood? Other { get; init; } }
        [GrainType("g")] public sealed class G([PersistentState("s")] IPersistentState<Link> s) : Grain, IGood { public object S => s; }
        """)]
    [InlineData("CITY0015", """
        [GrainType("g")] public sealed class G([PersistentState("s")] IPersistentState<State> s) : Grain, IGood { public object S => s; }
        [GrainType("h")] public sealed class H([PersistentState("s")] IPersistentState<State> s) : Grain, IGood { public object S => s; }
        """)]
    [InlineData("CITY0020", "[GrainType(\"g\")] public sealed class G : Grain, IGood { } [GrainType(\"g\")] public sealed class H : Grain, IGood { }")]
    public void GrainClass_BreakingARule_IsReported(string rule, string source) => Assert.Equal([rule], Rules(Interface(string.Empty) + source));

    [Fact]
    public void GrainInterface_WithAnotherKey_IsReported() => Assert.Equal(["CITY0017"], Rules("public interface IOther : IGrain { Task Do(); }"));

    [Fact]
    public void Reference_ImplementsInheritedMethods()
    {
        var (compilation, diagnostics) = Run(Interface("Task One();") + "public interface IMore : IGood { Task Two(); } public interface IBoth : IMore, IRemindable { }");
        Assert.Empty(diagnostics);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning));
    }

    private static string Interface(string method) => Message + $$"""
        public enum Kind { One, Two }
        public sealed class Plain { public int X { get; init; } }
        [GenerateSerializer] [Alias("changing")] public sealed class Changing { [Id(0)] public int X { get; set; } }
        [GenerateSerializer] [Alias("marked")] [Immutable] public sealed class Marked { [Id(0)] public int[] X { get; init; } = []; }
        [GenerateSerializer] [Alias("state")] public sealed record State { [Id(0)] public int X { get; init; } }
        public interface IGood : IGrainWithStringKey { {{method}} }

        """;

    private static IEnumerable<string> Rules(string source) => Run(source).Diagnostics.Select(found => found.Id).Distinct();

    private static (Compilation Compilation, ImmutableArray<Diagnostic> Diagnostics) Run(
        string source, string name = "Sample", string attributes = "", params MetadataReference[] references)
    {
        const string Usings = """
            using System.Collections.Generic;
            using System.Collections.Immutable;
            using System.Threading;
            using System.Threading.Tasks;
            using Orleans;
            using Orleans.Concurrency;
            using Orleans.Runtime;

            """;
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"{Usings}{attributes}\nnamespace {name};\n{source}", options, "Sample.cs")],
            [.. References.Value, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _ = CSharpGeneratorDriver.Create([new GrainGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        return (updated, diagnostics);
    }
}
