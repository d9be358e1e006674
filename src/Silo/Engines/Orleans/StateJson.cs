using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Silo.Engines;

/// <summary>States as the embedded engine writes them, so that either engine reads the other's rows.</summary>
internal sealed class StateJson(StateSerializer serializer) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(serializer.Serialize(input));

    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory().Span)!;
}
