using System.Buffers;
using CityActors.Observations;

namespace CityActors.Silo.ObservationLog;

/// <summary>The payloads of one append, side by side in one rented buffer. In a payload each item stands after its length (7 bits to a byte).</summary>
internal sealed class LogPayload : IDisposable
{
    /// <summary>Bytes that a length takes at most.</summary>
    private const int PrefixLimit = 5;

    private readonly int[] _ends;
    private readonly byte[] _buffer;

    private LogPayload(byte[] buffer, int[] ends)
    {
        _buffer = buffer;
        _ends = ends;
    }

    /// <summary>Bytes of all payloads.</summary>
    public int Length => _ends[^1];

    /// <summary>The payload of one batch.</summary>
    public ReadOnlySpan<byte> this[int batch] => _buffer.AsSpan((batch == 0 ? 0 : _ends[batch - 1]).._ends[batch]);

    /// <exception cref="OverflowException">The items are more than 2 GiB.</exception>
    public static LogPayload Encode(IReadOnlyList<PartitionBatch> batches)
    {
        var limit = 0;
        for (var i = 0; i < batches.Count; i++)
        {
            limit = checked(limit + LimitOf(batches[i].Items));
        }

        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        var ends = new int[batches.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = Write(batches[i].Items, buffer, i == 0 ? 0 : ends[i - 1]);
        }

        return new LogPayload(buffer, ends);
    }

    /// <summary>Adds the items of a payload to a list, as slices of it.</summary>
    /// <param name="payload">A payload that <see cref="Encode"/> wrote.</param>
    /// <param name="skip">How many items at its start to pass over.</param>
    /// <param name="limit">The list is filled up to this count.</param>
    /// <param name="items">The list.</param>
    public static void Decode(byte[] payload, long skip, int limit, List<ReadOnlyMemory<byte>> items)
    {
        var position = 0;
        while (position < payload.Length && items.Count < limit)
        {
            var length = ReadLength(payload, ref position);
            if (skip-- <= 0)
            {
                items.Add(payload.AsMemory(position, length));
            }

            position += length;
        }
    }

    /// <summary>Erases, in place, the items that are of an entity.</summary>
    /// <param name="payload">A payload that <see cref="Encode"/> wrote.</param>
    /// <param name="entity">The entity's id in UTF-8.</param>
    /// <param name="count">Only among so many items at its start.</param>
    /// <returns>Whether there were any.</returns>
    public static bool Erase(byte[] payload, ReadOnlySpan<byte> entity, long count)
    {
        var isFound = false;
        for (var position = 0; position < payload.Length && count > 0; count--)
        {
            var length = ReadLength(payload, ref position);
            var item = payload.AsSpan(position, length);
            if (ObservationCodec.EntityOf(item).SequenceEqual(entity))
            {
                ObservationCodec.Erase(item);
                isFound = true;
            }

            position += length;
        }

        return isFound;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static int LimitOf(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        var limit = 0;
        for (var i = 0; i < items.Count; i++)
        {
            limit = checked(limit + items[i].Length + PrefixLimit);
        }

        return limit;
    }

    private static int Write(IReadOnlyList<ReadOnlyMemory<byte>> items, byte[] buffer, int position)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i].Span;
            var rest = (uint)item.Length;
            while (rest > 0x7f)
            {
                buffer[position++] = (byte)(rest | 0x80);
                rest >>= 7;
            }

            buffer[position++] = (byte)rest;
            item.CopyTo(buffer.AsSpan(position));
            position += item.Length;
        }

        return position;
    }

    private static int ReadLength(byte[] payload, ref int position)
    {
        var length = 0;
        var shift = 0;
        byte next;
        do
        {
            next = payload[position++];
            length |= (next & 0x7f) << shift;
            shift += 7;
        }
        while (next > 0x7f);
        return length;
    }
}
