using System.Collections.Immutable;

namespace CityActors.Commits;

public sealed class RowKindTests
{
    private static readonly StateSerializer Serializer = new();

    private static readonly RowKind<ImmutableSortedDictionary<string, Note>, Note> Kind =
        new("note", static table => table, static (_, table) => table);

    [Fact]
    public void Difference_RandomTables_IsWhatChangedInOrder()
    {
        var random = new Random(7);
        var table = ImmutableSortedDictionary.Create<string, Note>(StringComparer.Ordinal);
        for (var round = 0; round < 500; round++)
        {
            var before = table;
            for (var i = random.Next(5); i > 0; i--)
            {
                var key = $"k{random.Next(40)}";
                table = random.Next(3) > 0 ? table.SetItem(key, new Note($"{round}-{i}")) : table.Remove(key);
            }

            var wanted = before.Keys.Union(table.Keys).Order(StringComparer.Ordinal)
                .Where(key => before.GetValueOrDefault(key) != table.GetValueOrDefault(key))
                .Select(key => ($"note/{key}", table.GetValueOrDefault(key)));
            Assert.Equal(wanted, Kind.Difference(before, table, Serializer).Select(static write =>
                (write.Name, write.Payload is { } payload ? Serializer.Deserialize<Note>(payload.Span) : null)));
        }
    }

    private sealed record Note(string Text);
}
