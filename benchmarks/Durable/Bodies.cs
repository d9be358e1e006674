using System.Globalization;
using System.Text;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Memory;

namespace CityActors.Benchmarks.Durable;

/// <summary>Bodies of newline-delimited JSON as meters' gateways send them: reading by reading, the homes in a random order.</summary>
internal sealed class Bodies(BenchmarkPlan plan)
{
    private int reading;

    /// <summary>The time of the last reading made so far.</summary>
    public DateTimeOffset LastAt => BenchmarkCity.Now + (reading * Homes.Interval);

    /// <summary>Lines in a round.</summary>
    public int Lines => plan.PathHouseholds * plan.ReadingsEach;

    /// <summary>Makes the bodies of the next round, later in time than all before.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Next()
    {
        var random = new Random(BenchmarkPlan.Seed + reading);
        var homes = Enumerable.Range(0, plan.PathHouseholds).ToArray();
        var bodies = new List<ReadOnlyMemory<byte>>();
        var text = new StringBuilder();
        var lines = 0;
        for (var i = 0; i < plan.ReadingsEach; i++)
        {
            reading++;
            random.Shuffle(homes);
            foreach (var home in homes)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"{{\"entity\":\"{Homes.IdOf(home)}\",\"kind\":\"power\",\"at\":\"{LastAt:yyyy-MM-ddTHH:mm:ssZ}\",\"value\":{Homes.Watts(LastAt, random)},\"unit\":\"W\"}}\n");
                if (++lines % plan.LinesPerBody == 0)
                {
                    bodies.Add(Encoding.UTF8.GetBytes(text.ToString()));
                    _ = text.Clear();
                }
            }
        }

        if (text.Length > 0)
        {
            bodies.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return bodies;
    }
}
