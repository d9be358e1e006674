using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Tests.AccessTable;

/// <summary>A call of the API, as the OpenAPI document describes it.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Description">What the document says of it.</param>
/// <param name="Shown">Which example of its body is sent, where there are several.</param>
internal sealed record Operation(HttpMethod Method, string Path, JsonElement Description, string? Shown = null)
{
    /// <summary>What ends something comes last: sign-out, revoking, deleting.</summary>
    private static readonly string[] ends = ["/sign-out", "DELETE", "/rotate", "/skip"];

    public string Name => Shown is null ? $"{Method} {Path}" : $"{Method} {Path} {Shown}";

    public bool IsOpen => !Description.TryGetProperty("security", out var security) || security.GetArrayLength() == 0;

    /// <summary>Its parameters.</summary>
    public IEnumerable<JsonElement> Parameters => Description.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    /// <summary>The content type of its body and an example, or null: it has none.</summary>
    public (string Type, JsonElement Example)? Body
    {
        get
        {
            if (!Description.TryGetProperty("requestBody", out _))
            {
                return null;
            }

            var shown = Shows.FirstOrDefault(example => Shown is null || example.Name == Shown);
            return shown.Name is null
                ? throw new InvalidOperationException("A call with a body must show an example of it in the OpenAPI document.")
                : (shown.Type, shown.Example);
        }
    }

    /// <summary>All examples of its body, each with the content type as which it is sent.</summary>
    public IEnumerable<(string Type, JsonElement Example)> Examples => Shows.Select(static shown => (shown.Type, shown.Example));

    private IEnumerable<(string Type, string Name, JsonElement Example)> Shows => Description.TryGetProperty("requestBody", out var body)
        ? from media in body.GetProperty("content").EnumerateObject()
          where media.Value.TryGetProperty("examples", out _)
          from example in media.Value.GetProperty("examples").EnumerateObject()
          select (media.Name, example.Name, example.Value.GetProperty("value"))
        : [];

    /// <summary>The same call with each of its examples, where there are several; of one content type, because what a caller may do does not depend on it.</summary>
    public IEnumerable<Operation> EachExample()
    {
        var shown = Shows.ToList();
        var names = shown.Where(one => one.Type == shown[0].Type).Select(static one => one.Name).ToList();
        return names.Count > 1 ? names.Select(name => this with { Shown = name }) : [this];
    }

    /// <summary>A body as it is sent: of a <c>data:</c> address its bytes.</summary>
    public static HttpContent ContentOf(JsonElement example, string type)
    {
        var text = example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
        if (!text.StartsWith($"data:{type};base64,", StringComparison.Ordinal))
        {
            return new StringContent(text, Encoding.UTF8, type);
        }

        var content = new ByteArrayContent(Convert.FromBase64String(text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    /// <summary>All calls of a document, in the order in which they are tried.</summary>
    public static IReadOnlyList<Operation> AllOf(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(method => new Operation(new HttpMethod(method.Name.ToUpperInvariant()), path.Name, method.Value)))
            .OrderBy(static operation => ends.Length - Array.FindIndex(ends, end => operation.Name.Contains(end, StringComparison.Ordinal)) is var place && place > ends.Length ? 0 : place)
            .ThenBy(static operation => operation.Path, StringComparer.Ordinal)
            .ThenBy(static operation => operation.Method.Method, StringComparer.Ordinal),
    ];
}
