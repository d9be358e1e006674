using System.Net;

namespace CityActors.Silo.Access;

/// <summary>Bounds how often an address may try keys, passwords and tracking numbers: guessing leads nowhere, costs no database, and fills no log.</summary>
/// <remarks>Each Silo counts by itself. A key that is known is never refused, so an office behind one address goes on working.</remarks>
/// <param name="time">Measures the minute.</param>
/// <param name="logger">Gets one line a minute at most, without any key.</param>
public sealed class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger)
{
    /// <summary>So many wrong ones in a minute, then none are looked at until it is over.</summary>
    public const int Most = 10;

    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IPAddress, Tries> byAddress = [];
    private readonly HashSet<IPAddress> unreported = [];
    private readonly Lock gate = new();
    private (long Since, int Wrong, int Refused) count;
    private long tidiedAt;

    /// <summary>How long an address must wait before it may try again, or null: it may.</summary>
    public TimeSpan? WaitOf(IPAddress? address)
    {
        lock (gate)
        {
            if (!byAddress.TryGetValue(Bucket(address), out var tries) || tries.Count < Most)
            {
                return null;
            }

            var left = Minute - time.GetElapsedTime(tries.Since);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            Begin();
            count.Refused++;
            return left;
        }
    }

    /// <summary>Counts a wrong one.</summary>
    public void Note(IPAddress? address)
    {
        lock (gate)
        {
            Begin();
            count.Wrong++;
            var bucket = Bucket(address);
            byAddress[bucket] = byAddress.TryGetValue(bucket, out var tries) && time.GetElapsedTime(tries.Since) < Minute
                ? tries with { Count = tries.Count + 1 }
                : new Tries(time.GetTimestamp(), 1);
            _ = unreported.Count < MostAddresses && unreported.Add(bucket);
        }
    }

    /// <summary>Writes the line of a minute that is over.</summary>
    public void Report(bool isLast = false)
    {
        (int Wrong, int Refused, int Addresses) line;
        lock (gate)
        {
            if (count.Since == 0 || (!isLast && time.GetElapsedTime(count.Since) < Minute))
            {
                return;
            }

            line = (count.Wrong, count.Refused, unreported.Count);
            count = default;
            unreported.Clear();
        }

        logger.LogWarning(
            "Wrong keys, passwords or tracking numbers in the last minute: {Wrong} from {Addresses} addresses; {Refused} further tries were refused unread.", line.Wrong, line.Addresses, line.Refused);
    }

    /// <summary>The answer to who must wait.</summary>
    public static IResult Refusal(HttpContext context, TimeSpan wait) => Problems.Later(
        context, StatusCodes.Status429TooManyRequests, "too-many-wrong-keys",
        "Too many wrong keys, passwords or tracking numbers came from this address: wait as long as Retry-After says. Known keys go on working.", (int)Math.Ceiling(wait.TotalSeconds),
        "该地址输错密钥、密码或查询码次数过多，请稍后再试；有效密钥不受影响。");

    private void Begin()
    {
        if (count.Since == 0)
        {
            count.Since = time.GetTimestamp();
        }
    }

    /// <summary>What an address is counted under: with IPv6 its network, and when there are too many, one place for all the rest.</summary>
    private IPAddress Bucket(IPAddress? address)
    {
        var bucket = SourceAddress.Of(address);
        if (byAddress.ContainsKey(bucket) || byAddress.Count < MostAddresses)
        {
            return bucket;
        }

        if (time.GetElapsedTime(tidiedAt) >= TimeSpan.FromSeconds(1))
        {
            tidiedAt = time.GetTimestamp();
            foreach (var old in byAddress.Where(entry => time.GetElapsedTime(entry.Value.Since) >= Minute).Select(static entry => entry.Key).ToList())
            {
                byAddress.Remove(old);
            }
        }

        return byAddress.Count < MostAddresses ? bucket : IPAddress.Any;
    }

    private readonly record struct Tries(long Since, int Count);
}
