using System.Globalization;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Api;

/// <summary>Commands of orders, for the API's description.</summary>
internal static class OrderCommandExamples
{
    private static readonly string[] Plain = ["check", "file", "confirm", "verify", "close", "resume"];
    private static readonly string[] WithReason = ["not-file", "rework", "return", "escalate", "cancel", "reopen", "appeal", "ask-extension", "supervise"];

    /// <summary>One of each.</summary>
    public static BodyExample[] All { get; } =
    [
        Of("sign-for", ",\"responder\":\"resp-430103-0001\""),
        Of("start", ""),
        Of("submit", ""),
        Of("decline", ",\"responder\":\"resp-430103-0001\",\"reason\":\"the vehicle broke down\""),
        .. Plain.Select(static type => Of(type, "")),
        .. WithReason.Select(static type => Of(type, ",\"reason\":\"seen on site\"")),
        Of("dispatch", ",\"department\":\"sanitation\",\"choices\":[{\"skill\":\"cleaner\",\"responder\":\"resp-430103-0001\"}]"),
        Of("suspend", $",\"until\":\"{DateTimeOffset.UnixEpoch.AddYears(100).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\",\"reason\":\"waits for a part\""),
        Of("extend", ",\"granted\":true,\"reason\":\"waits for a part\""),
        Of("merge", ",\"into\":\"order-0000000000001\""),
        Of("decide-appeal", ",\"granted\":true,\"reason\":\"the road was closed\""),
        Of("rate", ",\"stars\":5"),
        Of("transfer", ",\"department\":\"sanitation\",\"level\":\"district\",\"reason\":\"the road belongs to the district\""),
        Of("revisit", ",\"satisfied\":true"),
    ];

    private static BodyExample Of(string type, string more) => new($"{{\"type\":\"{type}\"{more}}}", type);
}
