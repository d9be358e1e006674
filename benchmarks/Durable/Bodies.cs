using System.Globalization;
using System.Text;
using CityActors.Benchmarks.Memory;

namespace CityActors.Benchmarks.Durable;

/// <summary>Bodies of newline-delimited JSON as meters' gateways send them: reading by reading, the homes in a random order.</summary>
internal sealed class Bodies(Traffic traffic)
{
    private int reading;

    /// <summary>The time of the last reading made so far.</summary>
    public DateTimeOffset LastAt => Homes.LivedUntil + (reading * Homes.Spacing);

    /// <summary>Lines made so far.</summary>
    public long Made { get; private set; }

    /// <summary>Makes the bodies of the next round, later in time than all before.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Next()
    {
        var random = new Random(BenchmarkPlan.Seed + reading);
        var homes = Enumerable.Range(0, traffic.Homes).ToArray();
        var bodies = new List<ReadOnlyMemory<byte>>();
        var text = new StringBuilder();
        var lines = 0;
        for (var i = 0; i < traffic.ReadingsEach; i++)
        {
            reading++;
            random.Shuffle(homes);
            foreach (var home in homes)
            {
                Write(text, home, random);
                if (++lines % traffic.LinesPerBody == 0)
                {
                    bodies.Add(Taken(text));
                }
            }
        }

        if (text.Length > 0)
        {
            bodies.Add(Taken(text));
        }

        return bodies;
    }

    /// <summary>One more body: a reading at <see cref="LastAt"/> of each of some homes.</summary>
    public ReadOnlyMemory<byte> Of(IEnumerable<int> homes)
    {
        var text = new StringBuilder();
        var random = new Random(BenchmarkPlan.Seed + reading);
        foreach (var home in homes)
        {
            Write(text, home, random);
        }

        return Taken(text);
    }

    private void Write(StringBuilder text, int home, Random random)
    {
        Made++;
        _ = text.Append(CultureInfo.InvariantCulture, $"{{\"entity\":\"{Homes.IdOf(home)}\",\"kind\":\"power\",\"at\":\"{LastAt:yyyy-MM-ddTHH:mm:ssZ}\",\"value\":{Homes.Watts(LastAt, random)},\"unit\":\"W\"}}\n");
    }

    private static ReadOnlyMemory<byte> Taken(StringBuilder text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        _ = text.Clear();
        return bytes;
    }
}
