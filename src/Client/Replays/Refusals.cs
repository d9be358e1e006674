using CityActors.Client.Api;

namespace CityActors.Client.Replays;

/// <summary>Counts refused lines by code.</summary>
internal sealed class Refusals
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>Refused lines by code; those beyond the first 1,000 of a batch as <c>unnamed</c>.</summary>
    public IReadOnlyDictionary<string, long> ByCode
    {
        get
        {
            lock (gate)
            {
                return new SortedDictionary<string, long>(counts, StringComparer.Ordinal);
            }
        }
    }

    public void Add(ObservationReceipt receipt)
    {
        lock (gate)
        {
            foreach (var error in receipt.Errors)
            {
                Count(error.Code, 1);
            }

            Count("unnamed", receipt.Refused - receipt.Errors.Count);
        }
    }

    private void Count(string code, long count)
    {
        if (count > 0)
        {
            counts[code] = counts.GetValueOrDefault(code) + count;
        }
    }
}
