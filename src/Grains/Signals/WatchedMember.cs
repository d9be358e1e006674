using System.Text.Json.Serialization;
using CityActors.Facts;

namespace CityActors.Signals;

/// <summary>A member of a place with the signals that it gave; of each the last one.</summary>
/// <param name="Card">The member.</param>
/// <param name="Signals">Its signals, in the order of their names.</param>
[GenerateSerializer, Immutable, Alias("watched-member")]
internal sealed record WatchedMember(
    [property: Id(0)] PlaceMember Card,
    [property: Id(1)] IReadOnlyList<HeldSignal> Signals)
{
    /// <summary>So many signals are remembered of a member.</summary>
    private const int MostSignals = 16;

    /// <summary>The member after a signal began, ended or was corrected; itself where nothing changes.</summary>
    public WatchedMember With(SignalChanged changed)
    {
        var before = Signals.FirstOrDefault(signal => signal.Name == changed.Signal);
        var after = changed.Since is { } since ? new HeldSignal(changed.Signal, since, null, changed.Figure)
            : before is null || before.Until is not null ? before
            : before with { Until = changed.At };
        return after == before ? this : this with
        {
            Signals = [.. Signals.Where(signal => signal.Name != changed.Signal).Append(after!).OrderBy(static signal => signal.Name, StringComparer.Ordinal).Take(MostSignals)],
        };
    }
}

/// <summary>A signal that a member gave.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Since">Since when it holds, UTC.</param>
/// <param name="Until">Until when it held, UTC, or null: it does.</param>
/// <param name="Figure">How much it tells.</param>
[GenerateSerializer, Immutable, Alias("held-signal")]
internal sealed record HeldSignal(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Figure = 0);
