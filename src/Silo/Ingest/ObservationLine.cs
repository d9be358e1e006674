using System.Text;
using System.Text.Json;
using CityActors.Observations;
using CityActors.Silo.Requests;
using CityActors.Silo.Rosters;

namespace CityActors.Silo.Ingest;

/// <summary>Decodes one JSON object into an observation, looking at nothing but the object.</summary>
internal static class ObservationLine
{
    /// <summary>Decodes an object.</summary>
    /// <exception cref="LineFaultException">It is not an observation; the reason says where.</exception>
    public static Observation Decode(ReadOnlySpan<byte> json, Kinds kinds) => Decode(json, kinds, out _);

    /// <summary>Decodes an object, and what it says of whom a camera recognised.</summary>
    /// <param name="json">The object.</param>
    /// <param name="kinds">The kinds of observation.</param>
    /// <param name="roster">The roster token of a track; empty: none. It is no part of the observation, and is stored nowhere.</param>
    /// <exception cref="LineFaultException">It is not an observation; the reason says where.</exception>
    public static Observation Decode(ReadOnlySpan<byte> json, Kinds kinds, out string roster)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var fields = Read(ref reader);
            if (reader.Read())
            {
                throw Malformed("something follows the object");
            }

            var observation = fields.ToObservation(kinds);
            roster = observation.Phase == TrackPhase.None || fields.Roster is not { Length: > 0 } token ? ""
                : RosterTokens.IsToken(token) ? token
                : throw Malformed($"'roster' is no token of {RosterTokens.Form}");
            return observation;
        }
        catch (JsonException fault)
        {
            throw HasNotFinite(json)
                ? new LineFaultException(LineCodes.NotFinite, "'value' is NaN or infinite, which JSON cannot express: leave the reading out.")
                : Malformed($"it is not JSON ({fault.Message})");
        }
        catch (InvalidOperationException fault)
        {
            throw Malformed(fault.Message);
        }
    }

    private static Fields Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed("it is not an object");
        }

        var fields = default(Fields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, ref fields);
        }

        return fields;
    }

    private static void ReadField(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (reader.ValueTextEquals("entity"u8))
        {
            fields.Entity = Text(ref reader, "entity");
        }
        else if (reader.ValueTextEquals("kind"u8))
        {
            fields.Kind = Text(ref reader, "kind");
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            fields.At = Instant(ref reader);
        }
        else if (reader.ValueTextEquals("value"u8))
        {
            fields.Value = Number(ref reader, "value");
        }
        else if (reader.ValueTextEquals("unit"u8))
        {
            fields.Unit = Text(ref reader, "unit");
        }
        else if (reader.ValueTextEquals("zone"u8))
        {
            fields.Zone = Text(ref reader, "zone");
        }
        else if (reader.ValueTextEquals("track"u8))
        {
            fields.Track = Text(ref reader, "track");
        }
        else if (reader.ValueTextEquals("phase"u8))
        {
            fields.Phase = Text(ref reader, "phase");
        }
        else if (reader.ValueTextEquals("confidence"u8))
        {
            fields.Confidence = Number(ref reader, "confidence");
        }
        else if (reader.ValueTextEquals("roster"u8))
        {
            fields.Roster = Text(ref reader, "roster");
        }
        else if (reader.ValueTextEquals("falsePositive"u8))
        {
            reader.Read();
            fields.FalsePositive = reader.GetBoolean();
        }
        else
        {
            reader.Skip(); // Producers may send more fields than we read.
        }
    }

    private static string Text(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Malformed($"'{field}' is not text");
        }

        var text = reader.GetString()!;
        return Encoding.UTF8.GetByteCount(text) <= ObservationCodec.LongestText
            ? Share(text)
            : throw Malformed($"'{field}' is longer than {ObservationCodec.LongestText} bytes");
    }

    private static double Number(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && IsNotFinite(reader.GetString()!))
        {
            throw new LineFaultException(LineCodes.NotFinite, $"'{field}' is '{reader.GetString()}': leave the reading out.");
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Malformed($"'{field}' is not a number");
        }

        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new LineFaultException(LineCodes.NotFinite, $"'{field}' is too large for a number: leave the reading out.");
    }

    private static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Instants.TryRead(ref reader, out var at)
            ? at.ToUniversalTime()
            : throw Malformed($"'at' is not {Instants.Wanted}");
    }

    private static bool HasNotFinite(ReadOnlySpan<byte> json) =>
        json.IndexOf(":NaN"u8) >= 0 || json.IndexOf(": NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0;

    private static bool IsNotFinite(string text) => text is "NaN" or "Infinity" or "-Infinity" or "+Infinity" or "inf" or "-inf" or "nan";

    /// <summary>Kinds and units are few, so each is in memory once.</summary>
    private static string Share(string text) => text.Length <= 16 ? string.IsInterned(text) ?? text : text;

    private static LineFaultException Malformed(string reason) =>
        new(LineCodes.Malformed, $"The line is refused: {reason}. A line looks like {{\"entity\":\"home-…\",\"kind\":\"power\",\"at\":\"2026-01-05T06:45:00Z\",\"value\":182.5,\"unit\":\"W\"}}.");

    private struct Fields
    {
        public string? Entity;
        public string? Kind;
        public DateTimeOffset? At;
        public double? Value;
        public string? Unit;
        public string? Zone;
        public string? Track;
        public string? Phase;
        public double? Confidence;
        public string? Roster;
        public bool FalsePositive;

        public readonly Observation ToObservation(Kinds kinds)
        {
            var facts = kinds.Find(Kind ?? throw Malformed("'kind' is missing"));
            if (facts is null)
            {
                throw new LineFaultException(LineCodes.UnknownKind, $"There is no kind '{Kind}'; the kinds are {string.Join(", ", kinds.All.Where(static known => !known.IsDerived).Select(known => known.Name))}.");
            }

            CheckMeasure(facts);
            return new Observation
            {
                Entity = Entity ?? throw Malformed("'entity' is missing"),
                Kind = facts.Name,
                At = At ?? throw Malformed("'at' is missing"),
                Value = Value ?? 0,
                Zone = Named(Zone ?? "", "zone"),
                Track = facts.IsTrack ? Named(Track ?? throw Malformed("'track' is missing"), "track") : "",
                Phase = facts.IsTrack ? PhaseOf(Phase) : TrackPhase.None,
                Confidence = Confidence is null or (>= 0 and <= 1) ? Confidence ?? 1 : throw Malformed("'confidence' is not between 0 and 1"),
                FalsePositive = FalsePositive,
            };
        }

        private readonly void CheckMeasure(KindFacts facts)
        {
            if (facts.IsTrack)
            {
                return;
            }

            if (Value is null)
            {
                throw Malformed("'value' is missing");
            }

            if (Unit != facts.Unit)
            {
                throw new LineFaultException(LineCodes.WrongUnit, $"'{facts.Name}' is measured in '{facts.Unit}', not in '{Unit}': convert it.");
            }
        }

        // The zone is part of the alert's id and so of URLs.
        private static string Named(string text, string field) => text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : throw Malformed($"'{field}' has other characters than letters, digits, '-' and '_'");

        private static TrackPhase PhaseOf(string? phase) => phase switch
        {
            "start" => TrackPhase.Start,
            "update" => TrackPhase.Update,
            "end" => TrackPhase.End,
            _ => throw Malformed("'phase' is not start, update or end"),
        };
    }
}
