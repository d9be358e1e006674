using System.Net;

namespace CityActors.Client.Api;

/// <summary>The Silo answered, and the answer was no (RFC 9457 problem details).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The short stable code, for example <c>too-many-waiting</c>; the status number where the answer had none.</param>
/// <param name="title">What kind of problem.</param>
/// <param name="detail">What was wrong and what to do.</param>
public sealed class CityApiException(HttpStatusCode status, string code, string title, string detail)
    : Exception(detail.Length > 0 ? $"{title} ({code}): {detail}" : $"{title} ({code})")
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The short stable code.</summary>
    public string Code { get; } = code;

    /// <summary>What kind of problem.</summary>
    public string Title { get; } = title;

    /// <summary>What was wrong and what to do.</summary>
    public string Detail { get; } = detail;
}
