namespace CityActors.Client.Api;

/// <content>Whether the audit is as it was written.</content>
public sealed partial class CityClient
{
    /// <summary>Has every hash of the audit computed again.</summary>
    /// <param name="number">A line whose hash was noted elsewhere, or null.</param>
    /// <param name="hash">The hash that was noted, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<AuditVerdict> VerifyAudit(long? number, string? hash, CancellationToken cancellation) => Ask<AuditVerdict>(
        new Call(HttpMethod.Get, number is null ? "/v1/audit/verify" : $"/v1/audit/verify?number={number}&hash={Uri.EscapeDataString(hash ?? "")}"), cancellation);
}

/// <summary>Whether the audit is as it was written.</summary>
/// <param name="Lines">How many lines hold.</param>
/// <param name="Head">The hash of the last of them.</param>
/// <param name="FirstWrong">The first line that is missing or was changed, or null.</param>
public sealed record AuditVerdict(long Lines, string Head, long? FirstWrong);
