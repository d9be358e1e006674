using System.Buffers;
using System.Text.Json;
using CityActors.Observations;

namespace CityActors.Client.Api;

/// <summary>Writes observations as NDJSON lines into one buffer that is used again and again.</summary>
public sealed class ObservationLines : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 20);
    private readonly Utf8JsonWriter writer;
    private readonly IReadOnlyDictionary<string, string>? units;

    /// <summary>An empty buffer.</summary>
    /// <param name="units">The units of further kinds, as packs say them; null: none.</param>
    public ObservationLines(IReadOnlyDictionary<string, string>? units = null)
    {
        this.units = units;
        writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
    }

    /// <summary>Lines written.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes written; valid until the next <see cref="Add(Observation)"/> or <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    /// <summary>Adds a line, with the unit of the observation's kind.</summary>
    public void Add(Observation observation)
    {
        Begin(observation.Entity, observation.Kind, observation.At);
        if ((UnitOf(observation.Kind) ?? units?.GetValueOrDefault(observation.Kind)) is { } unit)
        {
            writer.WriteNumber("value"u8, observation.Value);
            writer.WriteString("unit"u8, unit);
        }

        if (observation.Zone.Length > 0)
        {
            writer.WriteString("zone"u8, observation.Zone);
        }

        if (observation.Phase != TrackPhase.None)
        {
            AddTrack(observation);
        }

        End();
    }

    /// <summary>Adds a line of mean power, the most frequent kind.</summary>
    public void AddPower(string household, DateTimeOffset at, double watts)
    {
        Begin(household, ObservationKinds.Power, at);
        writer.WriteNumber("value"u8, watts);
        writer.WriteString("unit"u8, "W"u8);
        End();
    }

    /// <summary>Empties the buffer and keeps its memory.</summary>
    public void Clear()
    {
        buffer.ResetWrittenCount();
        Count = 0;
    }

    /// <inheritdoc />
    public void Dispose() => writer.Dispose();

    /// <summary>The one unit of a kind, or null: it has none.</summary>
    public static string? UnitOf(string kind) => kind switch
    {
        ObservationKinds.Power => "W",
        ObservationKinds.Water => "L",
        ObservationKinds.SmokeLevel => "%/m",
        ObservationKinds.GasLevel => "%LEL",
        ObservationKinds.WaterLevel => "m",
        ObservationKinds.Rain => "mm/h",
        _ => null,
    };

    private void Begin(string entity, string kind, DateTimeOffset at)
    {
        writer.Reset();
        writer.WriteStartObject();
        writer.WriteString("entity"u8, entity);
        writer.WriteString("kind"u8, kind);
        writer.WriteString("at"u8, at.UtcDateTime);
    }

    private void AddTrack(Observation observation)
    {
        writer.WriteString("track"u8, observation.Track);
        writer.WriteString("phase"u8, observation.Phase switch
        {
            TrackPhase.Start => "start"u8,
            TrackPhase.Update => "update"u8,
            _ => "end"u8,
        });
        writer.WriteNumber("confidence"u8, observation.Confidence);
        if (observation.FalsePositive)
        {
            writer.WriteBoolean("falsePositive"u8, true);
        }
    }

    private void End()
    {
        writer.WriteEndObject();
        writer.Flush();
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        Count++;
    }
}
