using System.Text.Json.Serialization;

namespace CityActors.Dispatch;

/// <summary>An order's need and who has which part of it.</summary>
[GenerateSerializer, Immutable, Alias("carried-need")]
internal sealed record TrackedNeed
{
    /// <summary>What the order asked for.</summary>
    [Id(0)] public required DispatchNeed Need { get; init; }

    /// <summary>One for each wanted skill, in the order asked for; after a dispatch by hand, those named by it.</summary>
    [Id(1)] public required IReadOnlyList<Slot> Slots { get; init; }

    /// <summary>Who was asked in vain in this round.</summary>
    [Id(2)] public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>The time of what gave reason to choose, UTC: rounds, shifts and offers count from it.</summary>
    [Id(3)] public DateTimeOffset AskedAt { get; init; }

    /// <summary>True while the next round is to look for somebody.</summary>
    [Id(4)] public bool IsAsking { get; init; }

    /// <summary>How many answers the order was given in this round; numbers the commands.</summary>
    [Id(5)] public int Answers { get; init; }

    /// <summary>How many offers were made in this round, or since a dispatch by hand.</summary>
    [Id(6)] public int Offers { get; init; }

    /// <summary>True once the order refused an answer: it goes on with what it has until it asks again.</summary>
    [Id(7)] public bool IsHalted { get; init; }

    /// <summary>True from a dispatch by hand to the next answer: no answer given before may undo it.</summary>
    [Id(8)] public bool IsByHand { get; init; }

    /// <summary>True while a part of it has nobody.</summary>
    public bool IsOpen() => Slots.Any(static slot => slot.Responder.Length == 0);

    /// <summary>True while it waits for somebody whom the last round did not find.</summary>
    public bool IsWaiting() => !IsAsking && !IsHalted && IsOpen();

    /// <summary>The part that a responder has or is offered, or null.</summary>
    public Slot? SlotOf(string responder) => Slots.FirstOrDefault(slot => slot.Responder == responder);

    /// <summary>The need with another slot in one's place.</summary>
    public TrackedNeed Replace(Slot old, Slot other) => this with { Slots = [.. Slots.Select(slot => ReferenceEquals(slot, old) ? other : slot)] };

    /// <summary>The need that the next round looks after. What asked first counts until then, so that no later one delays the round.</summary>
    public TrackedNeed Ask(DateTimeOffset at) => IsAsking ? this : this with { IsAsking = true, AskedAt = at > AskedAt ? at : AskedAt };

    /// <summary>The need without a responder among those asked in vain.</summary>
    public TrackedNeed Forgive(string responder) => PassedOver.Any(passed => passed.Responder == responder)
        ? this with { PassedOver = [.. PassedOver.Where(passed => passed.Responder != responder)] }
        : this;

    /// <summary>Who must not be chosen for it, with the verdict why.</summary>
    public IReadOnlyDictionary<string, string> Excluded()
    {
        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var passed in PassedOver)
        {
            excluded[passed.Responder] = passed.Verdict;
        }

        foreach (var slot in Slots.Where(static slot => slot.Responder.Length > 0))
        {
            excluded[slot.Responder] = Verdicts.Assigned;
        }

        return excluded;
    }
}

/// <summary>One wanted skill of an order.</summary>
/// <param name="Skill">The skill wanted.</param>
/// <param name="Responder">Who has it or is offered it, or empty.</param>
/// <param name="DistanceMetres">How far away it was when it was chosen, metres.</param>
/// <param name="OfferedAt">When it was offered, UTC.</param>
/// <param name="IsSigned">True once the responder signed for it.</param>
/// <param name="SaidWaiting">True once the order was told that nobody is free.</param>
/// <param name="IsByHand">True where a dispatcher named the responder: nobody is chosen over that, however long it takes to sign.</param>
[GenerateSerializer, Immutable, Alias("dispatch-slot")]
internal sealed record Slot(
    [property: Id(0), JsonRequired] string Skill,
    [property: Id(1)] string Responder = "",
    [property: Id(2)] double DistanceMetres = 0,
    [property: Id(3)] DateTimeOffset OfferedAt = default,
    [property: Id(4)] bool IsSigned = false,
    [property: Id(5)] bool SaidWaiting = false,
    [property: Id(6)] bool IsByHand = false)
{
    /// <summary>True while it is offered and would go to the next one if nobody signs.</summary>
    public bool MayRunOut() => IsUnsigned() && !IsByHand;

    /// <summary>True while it is offered and nobody signed.</summary>
    public bool IsUnsigned() => Responder.Length > 0 && !IsSigned;
}

/// <summary>A responder asked in vain.</summary>
[GenerateSerializer, Immutable, Alias("passed-over")]
internal sealed record PassedOver(
    [property: Id(0)] string Responder,
    [property: Id(1)] string Verdict,
    [property: Id(2)] DateTimeOffset At);
