namespace CityActors.Client.Api;

/// <summary>What a request is, as far as choosing an address goes.</summary>
internal enum Lane
{
    /// <summary>A batch of observations: the addresses in turn.</summary>
    Observations,

    /// <summary>Anything else that is short: the addresses in turn, counted by itself.</summary>
    Others,

    /// <summary>Long streams, feed and export: always the same address while it answers.</summary>
    Steady,
}

/// <summary>The addresses of one city, and whose turn it is.</summary>
internal sealed class AddressRing
{
    public const int Most = 64;

    private readonly SiloAddress[] addresses;
    private readonly TimeProvider time;
    private int observations = -1;
    private int others = -1;
    private volatile int steady;

    public AddressRing(IEnumerable<SiloAddress> addresses, TimeProvider time)
    {
        this.addresses = [.. addresses];
        this.time = time;
        if (this.addresses.Length is 0 or > Most)
        {
            throw new ArgumentException($"A city has 1 to {Most} addresses; {this.addresses.Length} were given.", nameof(addresses));
        }
    }

    public IReadOnlyList<SiloAddress> Addresses => addresses;

    /// <summary>Each address once, chosen when it is asked for: one that is not paused, else the one whose pause ends first.</summary>
    public IEnumerable<SiloAddress> Round(Lane lane)
    {
        var stays = lane == Lane.Steady ? addresses[steady] : null;
        var turn = (uint)(lane switch
        {
            Lane.Observations => Interlocked.Increment(ref observations),
            Lane.Others => Interlocked.Increment(ref others),
            _ => steady,
        });
        var left = addresses.ToList();
        while (left.Count > 0)
        {
            var now = time.GetUtcNow();
            var open = left.FindAll(address => address.PausedUntil <= now);
            var next = open.Count == 0 ? left.MinBy(address => address.PausedUntil)!
                : stays is not null && open.Contains(stays) ? stays
                : open[(int)(turn % (uint)open.Count)];
            left.Remove(next);
            yield return next;
        }
    }

    /// <summary>An address answered what flows: it stays there.</summary>
    public void StayWith(SiloAddress address) => steady = Array.IndexOf(addresses, address);
}
