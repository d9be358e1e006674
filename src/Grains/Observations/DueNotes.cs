using System.Buffers.Binary;
using System.Text;

namespace CityActors.Observations;

/// <summary>The form of a router's due times in its checkpoint: per entity time in UTC ticks (8 bytes), length (1), id.</summary>
internal static class DueNotes
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<(DateTimeOffset At, string Id)> due)
    {
        using var notes = new MemoryStream();
        Span<byte> entry = stackalloc byte[9 + ObservationCodec.LongestText];
        foreach (var (at, id) in due)
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, at.UtcTicks);
            var length = Encoding.UTF8.GetBytes(id, entry[9..]);
            entry[8] = (byte)length;
            notes.Write(entry[..(9 + length)]);
        }

        return notes.ToArray();
    }

    public static IEnumerable<(DateTimeOffset At, string Id)> Read(ReadOnlyMemory<byte> notes)
    {
        for (var rest = notes; rest.Length > 0; rest = rest[(9 + rest.Span[8])..])
        {
            var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(rest.Span), TimeSpan.Zero);
            yield return (at, Encoding.UTF8.GetString(rest.Span.Slice(9, rest.Span[8])));
        }
    }
}
