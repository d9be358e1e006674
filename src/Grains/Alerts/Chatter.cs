namespace CityActors.Alerts;

/// <summary>
/// What is remembered of episodes that follow each other too soon. A value that flaps must neither open alert after alert nor be passed over, so it is the end
/// that waits: soon after another episode until it was calm for the cool-down, and after too many within an hour until it was calm for an hour.
/// </summary>
/// <param name="Begun">When the episodes of the hour before the last one began, and that one, UTC; no more than are allowed in an hour.</param>
/// <param name="Calm">How long the last one must at least be over before it ends.</param>
[GenerateSerializer, Immutable, Alias("chatter")]
public sealed record Chatter([property: Id(0)] IReadOnlyList<DateTimeOffset> Begun, [property: Id(1)] TimeSpan Calm)
{
    /// <summary>The rule's name in explanations.</summary>
    public const string Rule = "chattering";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The memory once an episode begins.</summary>
    /// <param name="before">The memory before it.</param>
    /// <param name="ended">When the episode before it ended, UTC, or null: there was none.</param>
    /// <param name="at">When it begins, UTC.</param>
    /// <param name="cooldown">How soon after the end of another it is the same again.</param>
    /// <param name="most">How many may begin in an hour.</param>
    internal static Chatter After(Chatter? before, DateTimeOffset? ended, DateTimeOffset at, TimeSpan cooldown, int most)
    {
        var begun = (before?.Begun ?? []).Where(earlier => earlier > at - Hour).TakeLast(most - 1).Append(at).ToArray();
        return new Chatter(begun, begun.Length >= most ? Hour : ended + cooldown > at ? cooldown : TimeSpan.Zero);
    }

    /// <summary>How long an episode must be over before it ends.</summary>
    internal static TimeSpan OffDelay(Chatter? chatter, TimeSpan usual) => chatter?.Calm > usual ? chatter.Calm : usual;

    /// <summary>Says why the alert stays, where too many began.</summary>
    internal Explanation Tell(Explanation why) => Calm < Hour ? why : new Explanation(
        $"{why.English}; no. {Begun.Count} within an hour, so it chatters: this alert stays open until it was calm for 1 h; have the device looked at",
        $"{why.Chinese}；1小时内第{Begun.Count}次，属频繁抖动：告警保持打开，平稳满1小时后解除，请检查设备",
        Rule);

    /// <inheritdoc/>
    public bool Equals(Chatter? other) => other is not null && Calm == other.Calm && Begun.SequenceEqual(other.Begun);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Begun.Count, Calm);
}
