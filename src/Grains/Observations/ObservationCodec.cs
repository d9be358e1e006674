using System.Buffers.Binary;
using System.Text;

namespace CityActors.Observations;

/// <summary>The form of one observation in the log: about 45 bytes for a meter reading.</summary>
/// <remarks>
/// kind, its lower byte (1 byte) · flags (1) · time in UTC ticks (8) · value (8) · entity (1 + n) · if flagged: kind, its upper byte (1) ·
/// if flagged: zone (1 + n) · if flagged: phase (1), confidence (8), false positive (1), track (1 + n). Little-endian, text in UTF-8.
/// </remarks>
/// <param name="kinds">The numbers of the kinds.</param>
public sealed class ObservationCodec(Kinds kinds)
{
    /// <summary>The longest entity id, zone or track, in UTF-8 bytes.</summary>
    public const int LongestText = 120;

    /// <summary>No encoded observation is longer, in bytes.</summary>
    public const int LongestItem = 18 + 1 + (3 * (LongestText + 1)) + 10;

    private const int HeaderLength = 18;
    private const byte HasZone = 1;
    private const byte HasTrack = 2;
    private const byte IsImplausible = 4;
    private const byte HasUpperByte = 8;
    private const byte HasRoster = 16;

    /// <summary>Encodes an observation.</summary>
    /// <returns>The bytes written.</returns>
    public int Encode(Observation observation, Span<byte> target)
    {
        var isTrack = observation.Phase != TrackPhase.None;
        var kind = kinds.NumberOf(observation.Kind);
        ArgumentOutOfRangeException.ThrowIfNegative(kind, observation.Kind);
        target[0] = (byte)kind;
        target[1] = (byte)((observation.Zone.Length > 0 ? HasZone : 0) | (isTrack ? HasTrack : 0) | (observation.IsImplausible ? IsImplausible : 0) | (isTrack && observation.HasRoster ? HasRoster : 0) | (kind > byte.MaxValue ? HasUpperByte : 0));
        BinaryPrimitives.WriteInt64LittleEndian(target[2..], observation.At.UtcTicks);
        BinaryPrimitives.WriteDoubleLittleEndian(target[10..], observation.Value);
        var length = HeaderLength;
        length += WriteText(observation.Entity, target[length..]);
        if (kind > byte.MaxValue)
        {
            target[length++] = (byte)(kind >> 8);
        }

        if (observation.Zone.Length > 0)
        {
            length += WriteText(observation.Zone, target[length..]);
        }

        if (isTrack)
        {
            target[length] = (byte)observation.Phase;
            BinaryPrimitives.WriteDoubleLittleEndian(target[(length + 1)..], observation.Confidence);
            target[length + 9] = observation.FalsePositive ? (byte)1 : (byte)0;
            length += 10;
            length += WriteText(observation.Track, target[length..]);
        }

        return length;
    }

    /// <summary>The entity of an encoded observation, without decoding the rest.</summary>
    public static ReadOnlySpan<byte> EntityOf(ReadOnlySpan<byte> item) => item.Slice(HeaderLength + 1, item[HeaderLength]);

    /// <summary>The kind of an encoded observation, without decoding the rest.</summary>
    public KindFacts KindOf(ReadOnlySpan<byte> item) => kinds.Of(item[0] | ((item[1] & HasUpperByte) != 0 ? item[HeaderLength + 1 + item[HeaderLength]] << 8 : 0));

    /// <summary>The time of an encoded observation, without decoding the rest.</summary>
    public static DateTimeOffset AtOf(ReadOnlySpan<byte> item) => new(BinaryPrimitives.ReadInt64LittleEndian(item[2..]), TimeSpan.Zero);

    /// <summary>Erases, in place, when it was and what was seen; whose it was and how long it is stays.</summary>
    public static void Erase(Span<byte> item)
    {
        BinaryPrimitives.WriteInt64LittleEndian(item[2..], DateTimeOffset.UnixEpoch.UtcTicks); // A time like any other, which no rule stumbles over.
        BinaryPrimitives.WriteDoubleLittleEndian(item[10..], 0);
        item[1] &= HasUpperByte;
        item[(HeaderLength + 1 + item[HeaderLength] + (item[1] != 0 ? 1 : 0))..].Clear();
    }

    /// <summary>Decodes an observation.</summary>
    /// <param name="item">The bytes.</param>
    /// <param name="entity">The entity's id as text, which the caller has at hand.</param>
    public Observation Decode(ReadOnlySpan<byte> item, string entity)
    {
        var kind = KindOf(item).Name;
        var flags = item[1];
        var at = AtOf(item);
        var value = BinaryPrimitives.ReadDoubleLittleEndian(item[10..]);
        var rest = item[(HeaderLength + 1 + item[HeaderLength] + ((flags & HasUpperByte) != 0 ? 1 : 0))..];
        var zone = (flags & HasZone) != 0 ? ReadText(ref rest) : "";
        if ((flags & HasTrack) == 0)
        {
            return new Observation { Entity = entity, Kind = kind, At = at, Value = value, Zone = zone, IsImplausible = (flags & IsImplausible) != 0 };
        }

        var phase = (TrackPhase)rest[0];
        var confidence = BinaryPrimitives.ReadDoubleLittleEndian(rest[1..]);
        var falsePositive = rest[9] != 0;
        rest = rest[10..];
        return new Observation
        {
            Entity = entity,
            Kind = kind,
            At = at,
            Value = value,
            Zone = zone,
            Track = ReadText(ref rest),
            Phase = phase,
            Confidence = confidence,
            FalsePositive = falsePositive,
            HasRoster = (flags & HasRoster) != 0,
        };
    }

    private static int WriteText(string text, Span<byte> target)
    {
        var length = Encoding.UTF8.GetBytes(text, target[1..]);
        if (length > LongestText)
        {
            throw new ArgumentException($"'{text}' takes {length} bytes; at most {LongestText} fit.", nameof(text));
        }

        target[0] = (byte)length;
        return length + 1;
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest)
    {
        var text = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
        rest = rest[(1 + rest[0])..];
        return text;
    }
}
