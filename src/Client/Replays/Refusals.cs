using CityActors.Client.Api;

namespace CityActors.Client.Replays;

/// <summary>Counts refused lines by code.</summary>
internal sealed class Refusals
{
    /// <summary>Stands for the codes of those that no receipt names.</summary>
    public const string Unnamed = "unnamed";

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>Refused lines by code; those beyond the first 1,000 of a batch as <see cref="Unnamed"/>.</summary>
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

    /// <summary>Counts what was refused in a receipt.</summary>
    public void Add(ObservationReceipt receipt)
    {
        lock (gate)
        {
            var named = receipt.Errors.Select(error => (error.Code, Count: 1L));
            var unnamed = (Code: Unnamed, Count: receipt.Refused - receipt.Errors.Count);
            foreach (var (code, count) in named.Append(unnamed).Where(one => one.Count > 0))
            {
                counts[code] = counts.GetValueOrDefault(code) + count;
            }
        }
    }
}
