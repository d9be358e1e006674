using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Silo.Engines;

/// <summary>States as the embedded engine writes them, so that either engine reads the other's rows.</summary>
internal sealed class StateJson(StateSerializer serializer) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input is WrittenState written ? new(written.Payload) : new(serializer.Serialize(input));

    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory().Span)!;
}

/// <summary>A state that was serialized within the grain's turn, for a provider that would do it when the state may have gone on.</summary>
internal sealed record WrittenState
{
    /// <summary>The bytes of the row.</summary>
    public byte[] Payload { get; init; } = [];
}
