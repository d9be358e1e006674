using CityActors.Benchmarks.Fuzz;

namespace CityActors.Benchmarks;

/// <summary>A small run of the fuzzer: whatever is sent, no 5xx, nothing without a code, no error in the log, and nothing left behind by what is refused.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData(7)]
    public async Task Run_TenThousandRequests_FindsNothing(int seed)
    {
        using var says = new StringWriter();
        var findings = await FuzzRun.Run(new FuzzPlan(10_000, seed, Connections: 8), says);

        Assert.True(findings.Faults.Count == 0, says.ToString());
        Assert.All((int[])[200, 201, 204, 400, 401, 403, 404, 405, 409, 410, 413, 415], status => Assert.True(findings.Statuses.GetValueOrDefault(status) > 0, says.ToString()));
    }

    [Fact]
    public void Request_OfOneSeedAndNumber_IsAlwaysTheSame()
    {
        var ids = new Dictionary<string, List<string>> { ["orders"] = ["order-1"] };
        ApiCall[] calls = [new("POST", "/v1/orders/{id}/commands", [], []), new("GET", "/v1/orders", ["status", "area"], []), new("PUT", "/v1/households/{id}", [], [])];
        var (one, other) = (new RequestMaker(calls, ids, 7), new RequestMaker(calls, ids, 7));

        var requests = Enumerable.Range(0, 200).Select(number => one.Make(number).ToBytes()).ToList();

        Assert.All(requests.Index(), item => Assert.Equal(item.Item, other.Make(item.Index).ToBytes()));
        Assert.True(requests.Distinct(ByBytes.Instance).Count() > 100);
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>
    {
        public static ByBytes Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }
}
