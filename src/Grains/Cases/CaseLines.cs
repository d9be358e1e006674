using System.Collections.Immutable;
using System.Globalization;
using CityActors.Commits;

namespace CityActors.Cases;

/// <summary>The lines of a case, each in a row of its own: a line is written once.</summary>
internal sealed class CaseLines : RowKind<CaseState>
{
    private const string Prefix = "line/";

    /// <inheritdoc/>
    public override IEnumerable<RowWrite> Difference(CaseState before, CaseState after, StateSerializer serializer) => after.History
        .Skip(before.History.Count)
        .Select(line => RowOf(line, serializer));

    /// <inheritdoc/>
    public override CaseState Fill(CaseState state, IEnumerable<StoredRow> rows, StateSerializer serializer) => state with { History = Of(rows, serializer) };

    /// <summary>The row of a line.</summary>
    public static RowWrite RowOf(CaseLine line, StateSerializer serializer) =>
        new(Prefix + line.Version.ToString("D6", CultureInfo.InvariantCulture), serializer.Serialize(line).AsMemory());

    /// <summary>The lines of rows, oldest first.</summary>
    public static ImmutableList<CaseLine> Of(IEnumerable<StoredRow> rows, StateSerializer serializer) =>
        [.. rows.Where(static row => row.Name.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(static row => row.Name, StringComparer.Ordinal)
            .Select(row => serializer.Deserialize<CaseLine>(row.Payload.Span)!)];
}
