using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using CityActors.Commits;

namespace CityActors.Registers;

/// <summary>A record: its history is the truth, everything else follows from that.</summary>
[GenerateSerializer, Immutable, Alias("record-state")]
internal sealed record RecordState
{
    /// <summary>The version; 0: there is no such record.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)] public RecordStatus Status { get; init; }

    /// <summary>The code of the area that it belongs to.</summary>
    [Id(2)] public string Area { get; init; } = "";

    /// <summary>Until when it is active, or null.</summary>
    [Id(3)] public DateTimeOffset? Until { get; init; }

    /// <summary>What is known of it, each field as JSON.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Its versions, oldest first; stored row by row.</summary>
    [Id(5), JsonIgnore] public ImmutableList<RecordLine> History { get; init; } = [];

    /// <summary>The record after one more version.</summary>
    /// <param name="line">The version.</param>
    /// <param name="areaField">The field that says where it belongs, or null.</param>
    public RecordState With(RecordLine line, string? areaField)
    {
        var fields = Fields;
        foreach (var (name, json) in line.Changes)
        {
            fields = json == RecordForms.Nothing ? fields.Remove(name) : fields.SetItem(name, json);
        }

        return new RecordState
        {
            Version = line.Version,
            Status = line.Status,
            Until = line.Until,
            Fields = fields,
            Area = areaField is null ? "" : RecordForms.AreaOf(fields.GetValueOrDefault(areaField)),
            History = History.Add(line),
        };
    }

    /// <summary>As others see it.</summary>
    public RecordView? ViewOf(string id) => Version == 0 || RecordIds.Read(id) is not var (register, key) ? null : new RecordView
    {
        Id = id,
        Register = register,
        Key = key,
        Version = Version,
        Status = Status,
        Area = Area,
        Until = Until,
        Fields = Fields,
        History = History,
    };
}

/// <summary>The versions of a record, each in a row of its own: a version is written once.</summary>
internal sealed class RecordLines : RowKind<RecordState>
{
    private const string Prefix = "version/";

    /// <inheritdoc/>
    public override IEnumerable<RowWrite> Difference(RecordState before, RecordState after, StateSerializer serializer) => after.History
        .Skip(before.History.Count)
        .Select(line => new RowWrite(Prefix + line.Version.ToString("D6", CultureInfo.InvariantCulture), serializer.Serialize(line).AsMemory()));

    /// <inheritdoc/>
    public override RecordState Fill(RecordState state, IEnumerable<StoredRow> rows, StateSerializer serializer) => state with
    {
        History = [.. rows.Where(static row => row.Name.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(static row => row.Name, StringComparer.Ordinal)
            .Select(row => serializer.Deserialize<RecordLine>(row.Payload.Span)!)],
    };
}
