using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>Finds what would bring real time, real chance, foreign threads or a blocked worker into grains and storage.</summary>
internal static class BannedCalls
{
    private static readonly HashSet<(string Type, string Member)> Members =
    [
        ("DateTime", "Now"), ("DateTime", "UtcNow"), ("DateTime", "Today"), ("DateTimeOffset", "Now"), ("DateTimeOffset", "UtcNow"),
        ("TimeProvider", "System"), ("Guid", "NewGuid"), ("Guid", "CreateVersion7"), ("Random", "Shared"), ("RandomNumberGenerator", "GetBytes"),
        ("Task", "Run"), ("Factory", "StartNew"), ("Thread", "Sleep"), ("Environment", "TickCount"), ("Environment", "TickCount64"),
        ("Stopwatch", "GetTimestamp"), ("Stopwatch", "StartNew"), ("Stopwatch", "GetElapsedTime"),
    ];

    private static readonly HashSet<string> Anywhere = ["ContinueWith", "StartNew", "WaitOne", "WaitAll", "WaitAny", "QueueUserWorkItem", "UnsafeQueueUserWorkItem"];

    /// <summary>Finds them in one file; what they are is the finding's text.</summary>
    public static IEnumerable<Finding> In(SourceFile file) =>
        file.Syntax.DescendantNodes().Select(node => NameOf(node) is { } name ? file.At(node, name) : null).OfType<Finding>();

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => NameOf(access),
        ObjectCreationExpressionSyntax { Type: var type } creation => OfCreation(LastName(type), creation.ArgumentList?.Arguments.Count ?? 0),
        ImplicitObjectCreationExpressionSyntax creation => OfCreation(LastName(DeclaredType(creation)), creation.ArgumentList.Arguments.Count),
        _ => null,
    };

    private static string? NameOf(MemberAccessExpressionSyntax access)
    {
        var member = access.Name.Identifier.Text;
        var type = LastName(access.Expression);
        if (Members.Contains((type, member)))
        {
            return $"{type}.{member}";
        }

        if (type is "Parallel" || Anywhere.Contains(member))
        {
            return type is "Parallel" ? $"Parallel.{member}" : $".{member}(";
        }

        return member switch
        {
            "Wait" when access.Parent is InvocationExpressionSyntax => ".Wait(",
            "ConfigureAwait" when IsFalse(access.Parent) => "ConfigureAwait(false)",
            "GetResult" when access.Expression is InvocationExpressionSyntax => ".GetResult(",
            "Result" when !IsKnownComplete(access) => ".Result",
            _ => null,
        };
    }

    private static string? OfCreation(string type, int arguments) => type switch
    {
        "Random" when arguments == 0 => "new Random()",
        "Thread" => "new Thread(",
        _ => null,
    };

    private static bool IsFalse(SyntaxNode? call) =>
        call is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var argument }] } && argument.IsKind(SyntaxKind.FalseLiteralExpression);

    /// <summary>Reading the result of a task that was just seen to be complete blocks nobody.</summary>
    private static bool IsKnownComplete(MemberAccessExpressionSyntax access)
    {
        var body = access.Ancestors().FirstOrDefault(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax);
        var subject = access.Expression.ToString();
        return access.Parent is AssignmentExpressionSyntax { Left: var left } && left == access
            || (body is not null && body.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Any(other => other.Name.Identifier.Text is "IsCompletedSuccessfully" && other.Expression.ToString() == subject));
    }

    private static SyntaxNode? DeclaredType(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent?.Parent switch
    {
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => declaration.Type,
        PropertyDeclarationSyntax property => property.Type,
        _ => null,
    };

    private static string LastName(SyntaxNode? node) => node switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        NullableTypeSyntax nullable => LastName(nullable.ElementType),
        _ => "",
    };
}
