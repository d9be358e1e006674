namespace CityActors.Benchmarks.Fuzz;

/// <summary>Values that programs stumble over.</summary>
internal static class OddValues
{
    /// <summary>Texts for paths, queries and members.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "-", ".", "..", "../..", "%", "%zz", "%00", "\0", "\n", "\r\nX-Odd: 1", "\t", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffd", "\ud83d\udea7", "\U00020000",
        "é", "e\u0301", "\u202e", "ß", "İ", "null", "undefined", "true", "TRUE", "false", "0", "-0", "-1", "1", "01", "1e3", "1.5", "0x10", "٣", "１", "99999999999999999999", "9223372036854775807", "9223372036854775808",
        "2147483648", "500", "501", "NaN", "Infinity", "'; DROP TABLE fact_log; --", "\"", "\\", "<script>", "${jndi:x}", "{{1}}", "*", "?", "#", "&", "=", ";", ",", "/", "//", "|", "~", "+", "@", ":",
        "2026-01-05T06:45:00Z", "2026-01-05T14:45:00+08:00", "2026-01-05", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", "24:00:00", "1.00:00:00",
        "-00:00:01", "10675199.02:48:05.4775807", "430103", "4301030020010010", "home-", "home-.", "home--", "cam-0", "term-0", "resp-0", "order-", "order-0000000000000", "order-zzzzzzzzzzzzz", "report-1", "system", "dispatch-order-0000000000000-1-1",
        new('a', 101), new('9', 400), new('x', 3_000), new('界', 700),
    ];

    /// <summary>JSON values, some of which are none.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "0.1", "1e308", "1e309", "-1e400", "1E+2", "01", ".5", "5.", "+1", "0x1", "NaN", "Infinity", "-Infinity", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890", "[]", "{}", "[[]]", "[null]", "{\"\":0}", "{\"a\":{}}", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\uD83D\\uDEA7\"", "\"\\x\"", "\"", "'x'", "undefined", "\"2026-01-05T06:45:00\"", "\"2026-01-05T06:45:00Z\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"25:00:00\"", "\"10675199.02:48:05.4775807\"", "\"-10675199.02:48:05.4775808\"", "\"household\"", "\"type\"", "/*x*/1", "1//", "{", "}", "[", "]", ",", ":", "",
        "179.9999999999", "-180", "90.0000001", "1e-320", "\"<b>\"", "\"\ufeff\"", "\"\u202e\"",
        $"\"{new string('字', 2_001)}\"", $"\"{new string('a', 70_000)}\"", Nested(40), Nested(70), Nested(2_000), $"[{string.Join(',', Enumerable.Repeat("1", 3_000))}]",
    ];

    /// <summary>Headers, whole lines of a request.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "Accept: text/event-stream", "Accept: nothing/at-all", "Accept: */*;q=x", "Accept-Encoding: gzip, br", "Accept-Language: zh", "Range: bytes=0-1", "Range: bytes=9-1", "If-None-Match: *", "If-Match: \"x\"", "If-Modified-Since: never", "Origin: null",
        "Expect: 200-ok", "X-Forwarded-For: 1.2.3.4", "X-HTTP-Method-Override: DELETE", "Cookie: a=b; c", "Content-Encoding: identity", "Content-Encoding: br", "Content-Encoding: gzip", "Content-Encoding: gzip, gzip", "Content-Encoding: ",
        "Last-Event-ID: 1", "Last-Event-ID: -1", "Last-Event-ID: 99999999999999999999", "Last-Event-ID: x", "Idempotency-Key: a", "Idempotency-Key: ", "Idempotency-Key: \"a\"", "Idempotency-Key: \"", "Idempotency-Key: ü", "Idempotency-Key: a\tb",
        $"Idempotency-Key: {new string('k', 255)}", $"Idempotency-Key: {new string('k', 256)}", $"Idempotency-Key: {new string('k', 9_000)}", "Idempotency-Key: a\r\nIdempotency-Key: b", "Host: other", "Upgrade: websocket", "Connection: keep-alive", "Pragma: x", "TE: trailers", "City-Drill: true",
        "City-Fact: 9", "Authorization: Basic eDp5", "Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer \u0001", $"X-Long: {new string('h', 20_000)}",
    ];

    /// <summary>Kinds of content.</summary>
    public static IReadOnlyList<string> ContentTypes { get; } =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/json;charset=\"", "APPLICATION/JSON", "application/x-ndjson", "text/plain", "application/xml",
        "application/problem+json", "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded", "json", "", "/", "a/b; c", "application/json, text/plain",
    ];

    /// <summary>Methods.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "get", "X"];

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
