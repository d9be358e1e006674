using System.Collections.Immutable;

namespace CityActors.Commits;

/// <summary>A table within a state, stored row by row: a commit writes the rows that changed, not all of them.</summary>
/// <typeparam name="TState">The state.</typeparam>
public abstract class RowKind<TState>
{
    /// <summary>The rows that differ between two states.</summary>
    public abstract IEnumerable<RowWrite> Difference(TState before, TState after, StateSerializer serializer);

    /// <summary>The state with the stored rows of this kind.</summary>
    public abstract TState Fill(TState state, IEnumerable<StoredRow> rows, StateSerializer serializer);
}

/// <summary>A table within a state.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TRow">A row; compared by reference.</typeparam>
/// <param name="name">The kind's name; rows are named <c>name/key</c>.</param>
/// <param name="get">The table in a state.</param>
/// <param name="put">The state with another table.</param>
/// <param name="touched">
/// For a table too long to be compared row by row at each commit: the keys that may differ between two of its states, or null where they are
/// not known. Null: all are compared.
/// </param>
public sealed class RowKind<TState, TRow>(
    string name,
    Func<TState, ImmutableSortedDictionary<string, TRow>> get,
    Func<TState, ImmutableSortedDictionary<string, TRow>, TState> put,
    Func<TState, TState, IEnumerable<string>?>? touched = null)
    : RowKind<TState>
    where TRow : class
{
    private readonly string prefix = name + "/";

    /// <inheritdoc/>
    public override IEnumerable<RowWrite> Difference(TState before, TState after, StateSerializer serializer)
    {
        var (old, now) = (get(before), get(after));
        if (ReferenceEquals(old, now))
        {
            yield break;
        }

        foreach (var key in touched?.Invoke(before, after)?.Distinct(StringComparer.Ordinal) ?? Differing(old, now))
        {
            var (known, row) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (!ReferenceEquals(known, row))
            {
                yield return row is null ? new RowWrite(prefix + key, null) : new RowWrite(prefix + key, serializer.Serialize(row).AsMemory());
            }
        }
    }

    /// <inheritdoc/>
    public override TState Fill(TState state, IEnumerable<StoredRow> rows, StateSerializer serializer) => put(
        state,
        rows.Where(row => row.Name.StartsWith(prefix, StringComparison.Ordinal)).ToImmutableSortedDictionary(
            row => row.Name[prefix.Length..],
            row => serializer.Deserialize<TRow>(row.Payload.Span)!,
            StringComparer.Ordinal));

    /// <summary>The keys whose rows are not the same. Both tables are sorted, so one walk along them finds all.</summary>
    private static IEnumerable<string> Differing(ImmutableSortedDictionary<string, TRow> old, ImmutableSortedDictionary<string, TRow> now)
    {
        using var before = old.GetEnumerator();
        using var after = now.GetEnumerator();
        var (hasBefore, hasAfter) = (before.MoveNext(), after.MoveNext());
        while (hasBefore || hasAfter)
        {
            var order = !hasBefore ? 1 : !hasAfter ? -1
                : ReferenceEquals(before.Current.Key, after.Current.Key) ? 0 : string.CompareOrdinal(before.Current.Key, after.Current.Key);
            if (order != 0 || !ReferenceEquals(before.Current.Value, after.Current.Value))
            {
                yield return order <= 0 ? before.Current.Key : after.Current.Key;
            }

            hasBefore = order <= 0 ? before.MoveNext() : hasBefore;
            hasAfter = order >= 0 ? after.MoveNext() : hasAfter;
        }
    }
}
