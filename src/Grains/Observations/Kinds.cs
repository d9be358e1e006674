namespace CityActors.Observations;

/// <summary>What is known about a kind of observation.</summary>
/// <param name="Name">Its name, as in <see cref="ObservationKinds"/>.</param>
/// <param name="EntityPrefix">How ids of the entities begin that make it.</param>
/// <param name="Unit">Its one unit; empty for tracks, which have none.</param>
/// <param name="IsTrack">Whether it is a camera's track with a phase.</param>
/// <param name="MayWait">Whether what is found in it takes hours to show, so that a busy router may wait a moment for more of it.</param>
public sealed record KindFacts(string Name, string EntityPrefix, string Unit, bool IsTrack, bool MayWait = false)
{
    /// <summary>Which values can be true; everything else is a fault of the device.</summary>
    public PlausibleRange Range { get; init; } = PlausibleRange.Any;

    /// <summary>By how much it can change from one reading to the next, or null: by any amount.</summary>
    public PlausibleStep? Step { get; init; }

    /// <summary>Whether it is what flowed since the last reading, so that a meter that is fitted the wrong way round counts backwards.</summary>
    public bool IsFlow { get; init; }

    /// <summary>Whether a rule gives it and no device.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Whether a value is one that was counted backwards, and no error code.</summary>
    public bool IsBackwards(double value) => IsFlow && value < 0 && Range.Holds(-value) && !PlausibleRange.IsErrorCode(value);
}

/// <summary>All kinds of observation of a city, each with its number in the log, which is given once and for ever.</summary>
/// <remarks>More come with packs; none ever goes. May be read and extended from any thread.</remarks>
public sealed class Kinds
{
    private static readonly KindFacts[] Standard =
    [
        // 500 kW: the greatest quarter hour among 268 Swiss households in seven weeks was 461 kW. 655.35 W and 65.535 W are everyday values.
        new(ObservationKinds.Power, "home-", "W", false, MayWait: true) { Range = new(0, 500_000, 65_535, 32_767, 6_553.5), IsFlow = true },

        // 120 m³: a DN20 meter at its overload flow (ISO 4064, Q4 = 5 m³/h) for the longest interval, a day.
        new(ObservationKinds.Water, "home-", "L", false, MayWait: true) { Range = new(0, 120_000, 65_535, 32_767, 6_553.5, 655.35), IsFlow = true },
        new(ObservationKinds.FireLane, "cam-", "", true),
        new(ObservationKinds.Smoke, "cam-", "", true),
        new(ObservationKinds.ThrownObject, "cam-", "", true),
        new(ObservationKinds.SmokeLevel, "term-", "%/m", false) { Range = new(0, 100, 65.535) },
        new(ObservationKinds.GasLevel, "term-", "%LEL", false) { Range = new(0, 100, 65.535) },

        // Below the gauge's zero when the ground is dry; up to the greatest threshold that can be set, for gauges that count from the sea.
        // At once: the front of a flood after a dam break, a wall of water of some metres. Flash floods then rise by decimetres a minute.
        new(ObservationKinds.WaterLevel, "term-", "m", false) { Range = new(-10, 1_000, 655.35, 65.535), Step = new(10, 1) },

        // The most ever measured in one minute was 31.2 mm (Unionville, 1956): 1872 mm/h. In one hour it was 401 mm (Shangdi, 1975): less is no step at all,
        // for a gauge that starts anew each hour and for one that sends an intensity.
        new(ObservationKinds.Rain, "term-", "mm/h", false) { Range = new(0, 2_000, 655.35, 65.535), Step = new(401, 31.2) },
    ];

    private readonly Lock adding = new();
    private volatile Snapshot known = new(Standard);

    /// <summary>The number of the kind that has the least one free for packs.</summary>
    public static int FirstOfPacks => Standard.Length;

    /// <summary>Every kind, by number.</summary>
    public IReadOnlyList<KindFacts> All => [.. known.ByNumber.OfType<KindFacts>()];

    /// <summary>Adds a kind, or says anew what is known of it.</summary>
    /// <param name="number">Its number in the log, up to 65,535.</param>
    /// <param name="facts">What is known of it.</param>
    /// <exception cref="InvalidOperationException">The number or the name is another's.</exception>
    public void Add(int number, KindFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        lock (adding)
        {
            if (NumberOf(facts.Name) is var same and >= 0 && same != number)
            {
                throw new InvalidOperationException($"The kind '{facts.Name}' has the number {same} in the log; it cannot become {number}.");
            }

            var kinds = new KindFacts?[Math.Max(known.ByNumber.Length, number + 1)];
            known.ByNumber.CopyTo(kinds, 0);
            if (kinds[number] is { } other && other.Name != facts.Name)
            {
                throw new InvalidOperationException($"The number {number} of the log is that of '{other.Name}'; '{facts.Name}' needs another.");
            }

            kinds[number] = facts;
            known = new Snapshot(kinds);
        }
    }

    /// <summary>The number of a kind in the log, or −1.</summary>
    public int NumberOf(ReadOnlySpan<char> name) => known.Numbers.TryGetValue(name, out var number) ? number : -1;

    /// <summary>The kind of that name, or null.</summary>
    public KindFacts? Find(ReadOnlySpan<char> name)
    {
        var now = known;
        return now.Numbers.TryGetValue(name, out var number) ? now.ByNumber[number] : null;
    }

    /// <summary>The kind with a number of the log.</summary>
    /// <exception cref="InvalidDataException">Whoever wrote the log had a pack that is not known here.</exception>
    public KindFacts Of(int number) => known.ByNumber is var kinds && number < kinds.Length && kinds[number] is { } facts
        ? facts
        : throw new InvalidDataException($"The observation log holds kind {number}, which is not known here: start the version that wrote it, or install the pack that it comes from.");

    private sealed class Snapshot
    {
        public Snapshot(KindFacts?[] byNumber)
        {
            ByNumber = byNumber;
            Numbers = byNumber.Select(static (kind, number) => (kind, number)).Where(static pair => pair.kind is not null)
                .ToDictionary(static pair => pair.kind!.Name, static pair => pair.number, StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public KindFacts?[] ByNumber { get; }

        public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Numbers { get; }
    }
}
