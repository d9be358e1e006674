namespace CityActors.Watch;

/// <summary>What a rule says.</summary>
[GenerateSerializer, Alias("turn-act")]
public enum TurnAct
{
    /// <summary>An episode begins.</summary>
    Begin,

    /// <summary>The level of an episode rises or falls.</summary>
    Level,

    /// <summary>An episode, or what was signalled, is over.</summary>
    End,

    /// <summary>Something changed too fast; it lasts until its end.</summary>
    Signal,

    /// <summary>A value that follows from others.</summary>
    Derived,
}

/// <summary>A turn that a watched thing takes.</summary>
/// <param name="At">When that became certain, UTC: a reading's or a due time, never a clock's.</param>
/// <param name="Act">What it is.</param>
/// <param name="Level">The level from now on; 0 at an end and where there are no levels.</param>
/// <param name="Value">At a beginning or a rise the furthest value of the episode, otherwise the last one; for a sum or mean its own.</param>
/// <param name="Since">Since when that holds which led to it, UTC, or null: from that instant.</param>
/// <param name="Figures">Numbers that its text needs, or null: none.</param>
/// <param name="Rule">The rule's place among the rules of the thing.</param>
[GenerateSerializer, Immutable, Alias("turn")]
public readonly record struct Turn(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] TurnAct Act,
    [property: Id(2)] int Level,
    [property: Id(3)] double Value,
    [property: Id(4)] DateTimeOffset? Since,
    [property: Id(5)] IReadOnlyList<Figure>? Figures = null,
    [property: Id(6)] int Rule = 0);

/// <summary>A number for a text.</summary>
/// <param name="Name">Its name in the text, such as <c>rise</c>; times end in their unit.</param>
/// <param name="Number">The number.</param>
[GenerateSerializer, Immutable, Alias("figure")]
public readonly record struct Figure([property: Id(0)] string Name, [property: Id(1)] double Number);
