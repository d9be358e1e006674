using System.Collections.Immutable;

namespace CityActors.Commits;

/// <summary>Rows by key with the oldest of them at hand. Immutable: a change shares all that stays as it is.</summary>
/// <typeparam name="TRow">A row.</typeparam>
internal sealed class AgedRows<TRow>
    where TRow : class
{
    private static readonly Comparer<(long Age, string Key)> OldestFirst = Comparer<(long Age, string Key)>.Create(static (one, other) =>
        one.Age != other.Age ? one.Age.CompareTo(other.Age) : string.CompareOrdinal(one.Key, other.Key));

    // A commit needs the few last changes; from so many on the trace begins anew, so that it holds no more of the past.
    private const int LongestTrace = 500;

    private readonly Func<TRow, long> ageOf;
    private readonly ImmutableSortedSet<(long Age, string Key)> byAge;
    private readonly Change last;

    private AgedRows(Func<TRow, long> ageOf, ImmutableSortedDictionary<string, TRow> byKey, ImmutableSortedSet<(long Age, string Key)> byAge, Change last) =>
        (this.ageOf, ByKey, this.byAge, this.last) = (ageOf, byKey, byAge, last);

    /// <summary>The rows by key.</summary>
    public ImmutableSortedDictionary<string, TRow> ByKey { get; }

    /// <summary>How many there are.</summary>
    public int Count => ByKey.Count;

    /// <summary>The key and the row that is the oldest, or null: there is none.</summary>
    public KeyValuePair<string, TRow>? Oldest => byAge.IsEmpty ? null : new(byAge.Min.Key, ByKey[byAge.Min.Key]);

    /// <summary>No rows.</summary>
    /// <param name="ageOf">What grows from older to younger rows.</param>
    public static AgedRows<TRow> Empty(Func<TRow, long> ageOf) =>
        new(ageOf, ImmutableSortedDictionary.Create<string, TRow>(StringComparer.Ordinal), ImmutableSortedSet.Create<(long Age, string Key)>(OldestFirst), Change.None);

    /// <summary>Rows as they were stored.</summary>
    public AgedRows<TRow> Of(ImmutableSortedDictionary<string, TRow> rows) =>
        new(ageOf, rows, rows.Select(row => (ageOf(row.Value), row.Key)).ToImmutableSortedSet(OldestFirst), Change.None);

    /// <summary>The rows from the oldest to the youngest, without the first ones.</summary>
    public IEnumerable<TRow> FromOldest(int without = 0)
    {
        for (var place = Math.Max(0, without); place < byAge.Count; place++)
        {
            yield return ByKey[byAge[place].Key];
        }
    }

    /// <summary>The youngest rows, older ones first.</summary>
    public IEnumerable<TRow> Youngest(int most) => FromOldest(Count - most);

    /// <summary>The row of a key, or null.</summary>
    public TRow? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The rows with one more, or with another in place of the former one.</summary>
    public AgedRows<TRow> With(string key, TRow row)
    {
        var others = Find(key) is { } former ? byAge.Remove((ageOf(former), key)) : byAge;
        return new(ageOf, ByKey.SetItem(key, row), others.Add((ageOf(row), key)), last.Then(key));
    }

    /// <summary>The rows without that of a key.</summary>
    public AgedRows<TRow> Without(string key) =>
        Find(key) is { } row ? new(ageOf, ByKey.Remove(key), byAge.Remove((ageOf(row), key)), last.Then(key)) : this;

    /// <summary>The keys of what changed since, some perhaps several times; null where it is not known any more.</summary>
    public IReadOnlyList<string>? ChangedSince(AgedRows<TRow> before)
    {
        var keys = new List<string>();
        for (var change = last; change != before.last; change = change.Former)
        {
            if (change.Former is null)
            {
                return null;
            }

            keys.Add(change.Key);
        }

        return keys;
    }

    private sealed class Change(string key, Change? former, int length)
    {
        public static Change None => new("", null, 0);

        public string Key => key;

        public Change? Former => former;

        public Change Then(string next) => length < LongestTrace ? new(next, this, length + 1) : None;
    }
}
