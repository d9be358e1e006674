namespace CityActors.Silo.Limits;

/// <summary>The memory that bodies on their way take, counted over all senders and for each.</summary>
/// <param name="most">So much for all of them, bytes.</param>
/// <param name="mostOfOne">So much for each, bytes.</param>
internal sealed class BufferedBytes(long most, long mostOfOne)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> bySender = new(StringComparer.Ordinal); // Only of those who send just now.
    private long all;

    /// <summary>Room for one body; disposing gives back what it took.</summary>
    public BufferRoom RoomOf(string sender) => new(this, sender);

    /// <summary>Takes memory.</summary>
    /// <exception cref="TooMuchException">There is none left.</exception>
    public void Take(string sender, long bytes)
    {
        lock (gate)
        {
            var own = bySender.GetValueOrDefault(sender) + bytes;
            if (own > mostOfOne)
            {
                throw new TooMuchException(new(
                    "too-many-bytes",
                    $"The bodies of this key that are on their way take {mostOfOne >> 20} MiB of memory already (half of Limits:Buffered); nothing of this one was stored. Send smaller batches, or fewer at once.",
                    $"该密钥正在上传的批次已占用{mostOfOne >> 20} MiB内存，请减小批次或并发数后重发。"));
            }

            if (all + bytes > most)
            {
                throw new TooMuchException(new(
                    "too-much-waits",
                    $"The bodies on their way take {most >> 20} MiB of memory already (Limits:Buffered); nothing of this one was stored. Send it again later.",
                    "正在上传的批次过多，请稍后重发。"));
            }

            all += bytes;
            bySender[sender] = own;
        }
    }

    /// <summary>Gives memory back.</summary>
    public void GiveBack(string sender, long bytes)
    {
        lock (gate)
        {
            all -= bytes;
            var own = bySender.GetValueOrDefault(sender) - bytes;
            if (own > 0)
            {
                bySender[sender] = own;
            }
            else
            {
                bySender.Remove(sender);
            }
        }
    }
}

/// <summary>The memory of one body.</summary>
internal sealed class BufferRoom(BufferedBytes all, string sender) : IDisposable
{
    private long taken;

    /// <summary>Takes more of it.</summary>
    /// <exception cref="TooMuchException">There is none left.</exception>
    public void Take(long bytes)
    {
        all.Take(sender, bytes);
        taken += bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        all.GiveBack(sender, taken);
        taken = 0;
    }
}

/// <summary>A limit was reached in the middle of reading a body.</summary>
internal sealed class TooMuchException(TooMuch limit) : Exception(limit.English)
{
    /// <summary>The limit.</summary>
    public TooMuch Limit => limit;
}
