using System.Globalization;
using System.Text.Json.Nodes;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CityActors.Silo.Requests;

/// <summary>An example of a body, as the OpenAPI document shows it; a test sends every one of them.</summary>
/// <param name="Json">The body; <c>{now}</c> stands for the city's time, <c>{tomorrow}</c> for a day later. Of what is no text, a <c>data:</c> address in place of its bytes.</param>
/// <param name="Name">What it shows, where there are several.</param>
/// <param name="ContentType">Its type.</param>
public sealed record BodyExample(string Json, string Name = "example", string ContentType = "application/json");

/// <summary>Completes the OpenAPI document: who may call what, what answers and refusals look like, and bodies that are taken.</summary>
internal static class OpenApiDocumentation
{
    private const string Key = "key";
    private const string ProblemSchema = "Problem";
    private static readonly HashSet<string> Writes = ["POST", "PUT", "DELETE", "PATCH"];

    /// <summary>The ids in the examples: of the kind that stands in the path before them.</summary>
    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal)
    {
        ["households"] = "home-430103002001-0001",
        ["cameras"] = "cam-43010300001320000001",
        ["terminals"] = "term-430103002001-01",
        ["responders"] = "resp-430103-0001",
        ["alerts"] = "home-430103002001-0001.inactivity.home.1",
        ["orders"] = "order-0000000000000",
        ["notifications"] = "home-430103002001-0001.inactivity.home.1.family",
        ["areas"] = "430103002",
        ["cells"] = "430103002001001",
        ["districts"] = "tianxin",
        ["reactions"] = "1",
        ["keys"] = "officer-1",
        ["people"] = "li.wei",
        ["attachments"] = "0000000000000000000000000000000000000000000000000000000000000000",
    };

    /// <summary>Adds the document.</summary>
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", static options =>
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "CityActors";
            document.Info.Description = "A city district as live actors: what is observed, what is noticed, what is done about it.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key, or the token of a person who signed in." },
            };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas[ProblemSchema] = Problem();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    });

    /// <summary>The endpoint's body may look like this.</summary>
    public static RouteHandlerBuilder Shows(this RouteHandlerBuilder endpoint, params BodyExample[] examples) => endpoint.WithMetadata([.. examples]);

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var (method, path) = (context.Description.HttpMethod ?? "GET", $"/{context.Description.RelativePath}");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId = IdOf(method, path);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            Describe(parameter, path, metadata.OfType<QueryRule>().FirstOrDefault(rule => rule.Name == parameter.Name), context.ApplicationServices);
        }

        if (metadata.OfType<BodyExample>().ToList() is { Count: > 0 } examples)
        {
            Show(operation, examples, context.ApplicationServices.GetRequiredService<DeclaredClock>().Now);
        }

        if (metadata.OfType<AccessNeed>().FirstOrDefault() is not { } wanted)
        {
            operation.Security = [];
            return;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-roles"] = new JsonNodeExtension(new JsonArray([.. AccessPolicy.RolesOf(wanted.Need).Select(static role => JsonValue.Create(role.ToString().ToLowerInvariant()))]));
        Refuse(operation, context.Document!, method, path);
    }

    /// <summary>For example <c>postOrdersByIdCommands</c>.</summary>
    private static string IdOf(string method, string path) => method.ToLowerInvariant() + string.Concat(path
        .Split('/', '.', '-')
        .Where(static part => part is not ("" or "v1"))
        .Select(static part => part.StartsWith('{') ? $"By{Upper(part.Trim('{', '}').Split(':')[0])}" : Upper(part)));

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static void Describe(OpenApiParameter parameter, string path, QueryRule? rule, IServiceProvider services)
    {
        if (parameter.In == ParameterLocation.Path)
        {
            var parts = path.Split('/');
            parameter.Example = Ids.GetValueOrDefault(parts[Array.FindIndex(parts, static part => part.StartsWith('{')) - 1]);
        }
        else if (rule is not null)
        {
            parameter.Description = rule.Wanted.Length > 0 ? rule.Wanted : parameter.Description;
            if (rule.Values is { } values && parameter.Schema is OpenApiSchema schema)
            {
                schema.Enum = [.. values(services).Select(static value => (JsonNode)JsonValue.Create(value))];
            }
        }
    }

    private static void Show(OpenApiOperation operation, List<BodyExample> examples, DateTimeOffset now)
    {
        operation.RequestBody ??= new OpenApiRequestBody { Required = true };
        var content = ((OpenApiRequestBody)operation.RequestBody).Content ??= new Dictionary<string, OpenApiMediaType>();
        foreach (var example in examples)
        {
            var media = content.TryGetValue(example.ContentType, out var known) ? known : content[example.ContentType] = new OpenApiMediaType();
            var text = example.Json.Replace("{now}", Written(now), StringComparison.Ordinal).Replace("{tomorrow}", Written(now.AddDays(1)), StringComparison.Ordinal);
            media.Examples ??= new Dictionary<string, IOpenApiExample>();
            media.Examples[example.Name] = new OpenApiExample { Value = example.ContentType is "application/json" || example.ContentType.EndsWith("+json", StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text) };
        }
    }

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Refuse(OpenApiOperation operation, OpenApiDocument document, string method, string path)
    {
        operation.Responses ??= [];
        List<(int Status, string What)> refusals =
        [
            (400, "Something in the request is wrong: 'member' names it."),
            (401, "No known key or token."),
            (403, "The role or the area does not allow this."),
            (429, "Too much: 'Retry-After' says when to come again."),
            (503, "Not now: the disk, the database or another Silo."),
        ];
        if (path.Contains('{', StringComparison.Ordinal))
        {
            refusals.Add((404, "There is none, or the caller is not to know that there is."));
        }

        if (Writes.Contains(method))
        {
            refusals.Add((409, "It may not be done now; 'code' says why."));
            refusals.Add((422, "The Idempotency-Key was used for another request."));
        }

        foreach (var (status, what) in refusals)
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = what,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) } },
            });
        }
    }

    private static OpenApiSchema Problem()
    {
        static OpenApiSchema Text(string what) => new() { Type = JsonSchemaType.String, Description = what };

        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Why a request was refused (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("urn:cityactors:problem: and the code."),
                ["title"] = Text("The code, or the status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("What was wrong, where, and what to do."),
                ["detailChinese"] = Text("The same in Chinese, where officers read it."),
                ["code"] = Text("Short and stable, for programs."),
                ["member"] = Text("The member of the body or the query parameter that is wrong."),
            },
        };
    }
}
