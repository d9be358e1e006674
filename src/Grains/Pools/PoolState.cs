using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CityActors.Pools;

/// <summary>Who is in a pool and who has what of it. Records and needs are stored row by row.</summary>
internal sealed record PoolState
{
    private Dictionary<string, int>? loads;

    /// <summary>How many answers were given so far; numbers the facts.</summary>
    public long Answers { get; init; }

    /// <summary>The members and the records that they name, by register, <c>/</c> and key.</summary>
    [JsonIgnore] public ImmutableSortedDictionary<string, ShownRecord> Records { get; init; } = ImmutableSortedDictionary.Create<string, ShownRecord>(StringComparer.Ordinal);

    /// <summary>What is needed or held, by case, <c>/</c> and holder.</summary>
    [JsonIgnore] public ImmutableSortedDictionary<string, PoolNeed> Needs { get; private init; } = ImmutableSortedDictionary.Create<string, PoolNeed>(StringComparer.Ordinal);

    /// <summary>How many cases each member has in hand or is offered; none where it is 0.</summary>
    [JsonIgnore] public IReadOnlyDictionary<string, int> Loads => loads ??= Needs.Values.SelectMany(static need => need.Carried).CountBy(static who => who, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>How many cases a member has in hand or is offered.</summary>
    public int Load(string member) => Loads.GetValueOrDefault(member);

    /// <summary>The state with other needs.</summary>
    public PoolState With(ImmutableSortedDictionary<string, PoolNeed> needs) => this with { Needs = needs, loads = null };

    /// <summary>The state with a need in place of the former one; without it, where nobody is looked for and nobody has it.</summary>
    public PoolState Put(PoolNeed need) => With(need is { Asked: 0, Holders: [] } ? Needs.Remove(need.Id) : Needs.SetItem(need.Id, need));
}

/// <summary>A record as it shows itself to a pool.</summary>
/// <param name="Register">The register.</param>
/// <param name="Key">Its key.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsActive">Whether it counts.</param>
/// <param name="Fields">Its fields, each as JSON.</param>
[GenerateSerializer, Immutable, Alias("shown-record")]
internal sealed record ShownRecord(
    [property: Id(0), JsonRequired] string Register,
    [property: Id(1), JsonRequired] string Key,
    [property: Id(2)] long Version,
    [property: Id(3)] bool IsActive,
    [property: Id(4)] ImmutableSortedDictionary<string, string> Fields)
{
    /// <summary>No fields.</summary>
    public static ImmutableSortedDictionary<string, string> None { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What a case needs of a pool, and who has it.</summary>
[GenerateSerializer, Immutable, Alias("pool-need")]
internal sealed record PoolNeed
{
    /// <summary>The case.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>As what somebody is looked for.</summary>
    [Id(1)] public required string Holder { get; init; }

    /// <summary>The type of case.</summary>
    [Id(2)] public required string Type { get; init; }

    /// <summary>The digest of the pack by which it is judged.</summary>
    [Id(3)] public required string Digest { get; init; }

    /// <summary>The area of the case.</summary>
    [Id(4)] public required string Area { get; init; }

    /// <summary>What the case shows, each field as JSON.</summary>
    [Id(5)] public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whom the case concerns.</summary>
    [Id(6)] public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Who had it before.</summary>
    [Id(7)] public IReadOnlyList<string> Had { get; init; } = [];

    /// <summary>How many are wanted.</summary>
    [Id(8)] public int Seats { get; init; } = 1;

    /// <summary>The number of the line that asked; 0: nobody is looked for.</summary>
    [Id(9)] public long Asked { get; init; }

    /// <summary>When somebody was first looked for, UTC.</summary>
    [Id(10)] public DateTimeOffset At { get; init; }

    /// <summary>Who has it, or is on the way to have it.</summary>
    [Id(11)] public IReadOnlyList<string> Holders { get; init; } = [];

    /// <summary>Who may take it, or null.</summary>
    [Id(12)] public PoolOffer? Offer { get; init; }

    /// <summary>Who was asked in vain.</summary>
    [Id(13)] public IReadOnlyList<PassedOverMember> PassedOver { get; init; } = [];

    /// <summary>How many were asked since somebody was looked for, or since one came who could be new.</summary>
    [Id(14)] public int Offers { get; init; }

    /// <summary>True while the next round is to look for somebody.</summary>
    [Id(15)] public bool IsAsking { get; init; }

    /// <summary>The time of what gave reason to choose, UTC.</summary>
    [Id(16)] public DateTimeOffset AskedAt { get; init; }

    /// <summary>True once the case was told that there is nobody.</summary>
    [Id(17)] public bool SaidNobody { get; init; }

    /// <summary>The number of the last line that asked and was heard of.</summary>
    [Id(18)] public long Heard { get; init; }

    /// <summary>Names the need.</summary>
    [JsonIgnore] public string Id => IdOf(Case, Holder);

    /// <summary>True while somebody is looked for whom the last round did not find.</summary>
    [JsonIgnore] public bool IsWaiting => Asked > 0 && !IsAsking && Offer is null && SaidNobody;

    /// <summary>Whose load it is.</summary>
    [JsonIgnore] public IEnumerable<string> Carried => Offer is { } offer && !Holders.Contains(offer.Who) ? Holders.Append(offer.Who) : Holders;

    /// <summary>Names a need.</summary>
    public static string IdOf(string of, string holder) => $"{of}/{holder}";

    /// <summary>The need that the next round looks after. What asked first counts until then.</summary>
    public PoolNeed Ask(DateTimeOffset at) => IsAsking ? this : this with { IsAsking = true, AskedAt = at > AskedAt ? at : AskedAt };
}

/// <summary>Somebody may take a case.</summary>
/// <param name="Who">Who.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="Until">Until when, UTC.</param>
[GenerateSerializer, Immutable, Alias("pool-offer")]
internal sealed record PoolOffer([property: Id(0), JsonRequired] string Who, [property: Id(1)] DateTimeOffset At, [property: Id(2)] DateTimeOffset Until);

/// <summary>A member asked in vain.</summary>
/// <param name="Who">Who.</param>
/// <param name="Verdict"><c>declined</c> or <c>late</c>.</param>
[GenerateSerializer, Immutable, Alias("passed-over-member")]
internal sealed record PassedOverMember([property: Id(0), JsonRequired] string Who, [property: Id(1), JsonRequired] string Verdict);
