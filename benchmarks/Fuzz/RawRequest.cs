using System.Text;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>A request as its bytes go over the wire.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Path and query, as written.</param>
/// <param name="Headers">Its header lines but those about its length.</param>
/// <param name="Body">Its body; null: none.</param>
internal sealed record RawRequest(string Method, string Target, IReadOnlyList<string> Headers, byte[]? Body)
{
    /// <summary>The bytes.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\nHost: city\r\n");
        foreach (var header in Headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (Body is not null)
        {
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <summary>What to call it: everything that is needed to send it again.</summary>
    public override string ToString()
    {
        var body = Body is null ? "" : Body.Length <= 600 ? $" body {Encoding.UTF8.GetString(Body)}" : $" body of {Body.Length} bytes {Encoding.UTF8.GetString(Body.AsSpan(0, 300))}…";
        var headers = string.Join(" | ", Headers.Where(static header => !header.StartsWith("Authorization: Bearer fuzz-", StringComparison.Ordinal)).Select(static header => header.Length <= 120 ? header : header[..120] + "…"));
        var role = Headers.FirstOrDefault(static header => header.StartsWith("Authorization: Bearer fuzz-", StringComparison.Ordinal))?["Authorization: Bearer fuzz-".Length..] ?? "nobody";
        return $"{Method} {(Target.Length <= 300 ? Target : Target[..300] + "…")} as {role} [{headers}]{body}".Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">Its status; 0: the connection ended without one.</param>
/// <param name="ContentType">What its body is.</param>
/// <param name="Body">Its body, as far as it was read.</param>
internal sealed record RawAnswer(int Status, string ContentType, string Body);
