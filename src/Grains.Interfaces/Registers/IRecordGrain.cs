using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Registers;

/// <summary>Something known, version by version; key is the record's id, see <see cref="RecordIds"/>.</summary>
public interface IRecordGrain : ICityGrain
{
    /// <summary>Writes a version; the same write again changes nothing and gets the same answer, one that changes nothing makes none.</summary>
    [Alias("Write")]
    Task<RecordReply> Write(RecordWrite write);

    /// <summary>Everything for which a write would be refused now; none: it would be done. Changes nothing.</summary>
    [ReadOnly, Alias("Weigh")]
    Task<IReadOnlyList<RecordFault>> Weigh(RecordWrite write);

    /// <summary>The record with all its versions, or null: there is none.</summary>
    [ReadOnly, Alias("Read")]
    Task<RecordView?> Read();
}
