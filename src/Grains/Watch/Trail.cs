using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>The values of a window, by time; no more than a rule needs.</summary>
/// <param name="Marks">One at least.</param>
/// <remarks>As JSON: the first instant, then for each value the seconds since the one before, the value and, if it stands for several, how many.</remarks>
[GenerateSerializer, Immutable, Alias("trail")]
[JsonConverter(typeof(TrailConverter))]
public sealed record Trail([property: Id(0)] IReadOnlyList<Mark> Marks)
{
    internal DateTimeOffset First => Marks[0].At;

    internal DateTimeOffset Last => Marks[^1].At;

    internal static Trail? Of(List<Mark> marks) => marks.Count == 0 ? null : new Trail(marks.ToArray());

    /// <summary>The marks that are not older than a time, with room for one more.</summary>
    internal static List<Mark> Since(Trail? trail, DateTimeOffset from)
    {
        var kept = new List<Mark>((trail?.Marks.Count ?? 0) + 1);
        for (var i = 0; i < trail?.Marks.Count; i++)
        {
            if (trail.Marks[i].At >= from)
            {
                kept.Add(trail.Marks[i]);
            }
        }

        return kept;
    }
}

/// <summary>A value of a window.</summary>
/// <param name="At">When it was measured, UTC; for several, the first.</param>
/// <param name="Value">The value; for several, their sum, mean or maximum, as the rule says.</param>
/// <param name="Count">For how many it stands.</param>
[GenerateSerializer, Immutable, Alias("trail-mark")]
public readonly record struct Mark([property: Id(0)] DateTimeOffset At, [property: Id(1)] double Value, [property: Id(2)] int Count = 1);

/// <summary>Writes a <see cref="Trail"/> short.</summary>
internal sealed class TrailConverter : JsonConverter<Trail>
{
    private const double TicksASecond = TimeSpan.TicksPerSecond;

    public override Trail Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var marks = new List<Mark>();
        reader.Read();
        var at = reader.GetDateTimeOffset();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            at = at.AddTicks((long)Math.Round(reader.GetDouble() * TicksASecond));
            reader.Read();
            var value = reader.GetDouble();
            reader.Read();
            var count = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : 1;
            marks.Add(new Mark(at, value, count));
            if (reader.TokenType == JsonTokenType.Number)
            {
                reader.Read();
            }
        }

        return new Trail(marks);
    }

    public override void Write(Utf8JsonWriter writer, Trail value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.First);
        var last = value.First;
        foreach (var mark in value.Marks)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((mark.At - last).Ticks / TicksASecond);
            writer.WriteNumberValue(mark.Value);
            if (mark.Count != 1)
            {
                writer.WriteNumberValue(mark.Count);
            }

            writer.WriteEndArray();
            last = mark.At;
        }

        writer.WriteEndArray();
    }
}
