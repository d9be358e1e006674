namespace CityActors.Client.Api;

/// <summary>What a request is, as far as choosing an address goes.</summary>
internal enum Lane
{
    /// <summary>A batch of observations: the addresses in turn.</summary>
    Observations,

    /// <summary>Anything else that is short: the addresses in turn, counted by itself.</summary>
    Others,

    /// <summary>What flows for long, feed and export: always the same address while it answers.</summary>
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

    /// <summary>Begins a round: each address may be tried once in it.</summary>
    public AddressRound Begin(Lane lane) => new(lane, lane switch
    {
        Lane.Observations => (uint)Interlocked.Increment(ref observations),
        Lane.Others => (uint)Interlocked.Increment(ref others),
        _ => (uint)steady,
    });

    /// <summary>The next address of a round: one that is not paused where there is one, else the one whose pause ends first.</summary>
    public SiloAddress Next(AddressRound round)
    {
        var now = time.GetUtcNow();
        Span<int> open = stackalloc int[Most];
        var (count, soonest) = (0, -1);
        for (var i = 0; i < addresses.Length; i++)
        {
            if (round.HasTried(i))
            {
                continue;
            }

            if (addresses[i].PausedUntil <= now)
            {
                open[count++] = i;
            }

            soonest = soonest < 0 || addresses[i].PausedUntil < addresses[soonest].PausedUntil ? i : soonest;
        }

        var next = count == 0 ? soonest : Pick(open[..count], round);
        round.Try(next);
        return addresses[next];
    }

    /// <summary>Whether an address is left that was not tried in a round.</summary>
    public bool HasMore(AddressRound round) => round.Tried < addresses.Length;

    /// <summary>An address answered what flows: it stays there.</summary>
    public void StayWith(SiloAddress address) => steady = Array.IndexOf(addresses, address);

    private static int Pick(ReadOnlySpan<int> open, AddressRound round) =>
        round.Lane == Lane.Steady && open.Contains((int)round.Turn) ? (int)round.Turn : open[(int)(round.Turn % (uint)open.Length)];
}

/// <summary>Which addresses were tried for one request since it last waited.</summary>
internal sealed class AddressRound(Lane lane, uint turn)
{
    private ulong tried;

    public Lane Lane { get; } = lane;

    public uint Turn { get; } = turn;

    public int Tried => System.Numerics.BitOperations.PopCount(tried);

    public bool HasTried(int address) => (tried & (1UL << address)) != 0;

    public void Try(int address) => tried |= 1UL << address;
}
