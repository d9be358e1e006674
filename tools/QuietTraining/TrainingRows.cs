using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;
using CityActors.Client.Simulation;
using CityActors.Deadlines;
using CityActors.Households;

namespace CityActors.QuietTraining;

/// <summary>What a model is trained on: features of untouched hours (0) and of hours after a made silence began (1).</summary>
internal sealed class TrainingRows
{
    private const int FromDay = 7;
    private const int OnsetsOfAHome = 5;
    private const float FirstHoursWeight = 0.3f; // Nobody can tell so early: they shall not count for much.
    private static readonly QuietProtocol[] protocols = [QuietProtocol.Flat, QuietProtocol.Flat, QuietProtocol.Mix, QuietProtocol.Loop];
    private static readonly QuietModel none = new(new QuietModelData("none", "", "", 1, 0, [new QuietTree([0], [0], [0, 0])]));

    public List<float[]> Features { get; } = [];

    public List<bool> IsSilence { get; } = [];

    public List<float> Weights { get; } = [];

    /// <summary>The rows of homes, every hour of theirs.</summary>
    public static TrainingRows Of(IReadOnlyList<MeterHome> homes, IReadOnlyList<TimeSpan> intervals)
    {
        var all = new TrainingRows();
        foreach (var interval in intervals)
        {
            var parts = new TrainingRows[homes.Count];
            Parallel.For(0, homes.Count, index => parts[index] = OfHome(homes[index].Resampled(interval), index));
            foreach (var part in parts)
            {
                all.Features.AddRange(part.Features);
                all.IsSilence.AddRange(part.IsSilence);
                all.Weights.AddRange(part.Weights);
            }
        }

        return all;
    }

    private static TrainingRows OfHome(MeterHome home, int number)
    {
        var rows = new TrainingRows();
        var score = new QuietScore(home.Interval, new QuietJudge(none, LearningDays: byte.MaxValue));
        var silence = new Silence(home);
        var chance = Chance.Of(1, home.Id);
        var places = silence.Places(FromDay * home.PerDay);
        var onsets = places.Count == 0 ? [] : Enumerable.Range(0, OnsetsOfAHome).Select(pick => places[(int)(chance.Unit(number, pick) * places.Count)]).ToHashSet();
        var memory = QuietMemory.Unknown;
        var features = new float[QuietFeatures.Count];
        for (var index = 0; index < home.Values.Length; index++)
        {
            if (onsets.Contains(index))
            {
                foreach (var protocol in protocols)
                {
                    rows.AddSilence(home, score, memory, index, silence.Day(protocol, index, chance));
                }
            }

            (memory, var isScored) = score.Observe(memory, EndOf(home, index), (float)home.Values[index], isReported: false, features);
            if (isScored && index >= FromDay * home.PerDay)
            {
                rows.Add(memory, features, false, 1);
            }
        }

        return rows;
    }

    private void AddSilence(MeterHome home, QuietScore score, QuietMemory memory, int onset, double[] day)
    {
        var features = new float[QuietFeatures.Count];
        for (var index = 0; index < day.Length; index++)
        {
            (memory, var isScored) = score.Observe(memory, EndOf(home, onset + index), (float)day[index], isReported: true, features);
            if (isScored)
            {
                Add(memory, features, true, (index + 1) * home.Interval <= TimeSpan.FromHours(2) ? FirstHoursWeight : 1);
            }
        }
    }

    // One of the two half hours of an hour is enough.
    private void Add(QuietMemory memory, float[] features, bool isSilence, float weight)
    {
        if (memory.ScoreOf % 2 == 1)
        {
            Features.Add((float[])features.Clone());
            IsSilence.Add(isSilence);
            Weights.Add(weight);
        }
    }

    // The wall clock of the measurement is taken for that of the city.
    private static DateTime EndOf(MeterHome home, int index) => DateTime.SpecifyKind(home.EndOf(index) - WorkCalendar.Offset, DateTimeKind.Utc);
}
