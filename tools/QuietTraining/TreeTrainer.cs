using CityActors.Households;

namespace CityActors.QuietTraining;

/// <summary>
/// Trains trees one after another, each on what those before it leave (gradient boosting of the logistic loss): whole trees of one depth, each feature in at most 62 classes,
/// both answers weighing the same in all. The same rows give the same model.
/// </summary>
internal sealed class TreeTrainer
{
    private const int Bins = 64;
    private const int SampledForLimits = 40_000;
    private const double LeastWeight = 20;
    private const double Restraint = 5;
    private const float Rate = 0.15f;
    private const double ShareOfRows = 0.5;
    private const double ShareOfFeatures = 0.6;
    private const float Never = 1e9f;

    private readonly int count;
    private readonly bool[] isSilence;
    private readonly float[] weights;
    private readonly float[][] limits = new float[QuietFeatures.Count][];
    private readonly byte[][] classes = new byte[QuietFeatures.Count][];
    private readonly float[] sums;
    private readonly float[] pulls;
    private readonly float[] firmness;
    private readonly byte[] nodes;
    private readonly Random random = new(1);

    public TreeTrainer(TrainingRows rows)
    {
        count = rows.Features.Count;
        isSilence = [.. rows.IsSilence];
        var ones = Enumerable.Range(0, count).Where(row => isSilence[row]).Sum(row => (double)rows.Weights[row]);
        var all = rows.Weights.Sum(static weight => (double)weight);
        weights = [.. Enumerable.Range(0, count).Select(row => (float)(rows.Weights[row] * all / 2 / (isSilence[row] ? ones : all - ones)))];
        (sums, pulls, firmness, nodes) = (new float[count], new float[count], new float[count], new byte[count]);
        Parallel.For(0, QuietFeatures.Count, feature => Classify(rows, feature));
    }

    /// <summary>Trains a model.</summary>
    public IReadOnlyList<QuietTree> Train(int trees, int depth) => [.. Enumerable.Range(0, trees).Select(_ => Tree(depth))];

    private void Classify(TrainingRows rows, int feature)
    {
        var own = new Random(feature);
        var sample = Enumerable.Range(0, SampledForLimits).Select(_ => rows.Features[own.Next(count)][feature]).Where(static value => !float.IsNaN(value)).Order().ToArray();
        var cuts = Enumerable.Range(1, Bins - 2).Where(_ => sample.Length > 0).Select(bin => MathF.Round(sample[sample.Length * bin / (Bins - 1)], 3)).Distinct().ToArray();
        limits[feature] = cuts;
        classes[feature] = [.. rows.Features.Select(features => float.IsNaN(features[feature]) ? (byte)0 : (byte)(1 + Below(cuts, features[feature])))];
    }

    // How many limits a value exceeds.
    private static int Below(float[] cuts, float value)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = value > cuts[middle] ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private QuietTree Tree(int depth)
    {
        var rows = Enumerable.Range(0, count).Where(_ => random.NextDouble() < ShareOfRows).ToArray();
        Parallel.ForEach(rows, row =>
        {
            var odds = 1 / (1 + MathF.Exp(-sums[row]));
            pulls[row] = weights[row] * ((isSilence[row] ? 1 : 0) - odds);
            firmness[row] = weights[row] * odds * (1 - odds);
        });
        Array.Clear(nodes);
        var asked = new int[(1 << depth) - 1];
        var above = new int[asked.Length];
        var tried = Enumerable.Range(0, QuietFeatures.Count).OrderBy(_ => random.Next()).Take((int)(QuietFeatures.Count * ShareOfFeatures)).Order().ToArray();
        for (var level = 0; level < depth; level++)
        {
            Split(rows, tried, level, asked, above);
        }

        return Leaves(rows, depth, asked, above);
    }

    private void Split(int[] rows, int[] tried, int level, int[] asked, int[] above)
    {
        var width = 1 << level;
        var splits = new (double Gain, int Above)[tried.Length][];
        Parallel.For(0, tried.Length, index => splits[index] = BestOf(rows, tried[index], width));
        for (var node = 0; node < width; node++)
        {
            var best = Enumerable.Range(0, tried.Length).MaxBy(index => splits[index][node].Gain);
            (asked[width - 1 + node], above[width - 1 + node]) = (tried[best], splits[best][node].Above);
        }

        for (var row = 0; row < count; row++)
        {
            var question = width - 1 + nodes[row];
            nodes[row] = (byte)((2 * nodes[row]) + (classes[asked[question]][row] > above[question] ? 1 : 0));
        }
    }

    // The class above which a row goes to the right, for each node; the last class: none does.
    private (double Gain, int Above)[] BestOf(int[] rows, int feature, int width)
    {
        var (pull, firm) = (new double[width * Bins], new double[width * Bins]);
        var own = classes[feature];
        foreach (var row in rows)
        {
            var cell = (nodes[row] * Bins) + own[row];
            pull[cell] += pulls[row];
            firm[cell] += firmness[row];
        }

        var best = new (double Gain, int Above)[width];
        for (var node = 0; node < width; node++)
        {
            var (allPull, allFirm) = (pull.AsSpan(node * Bins, Bins).ToArray().Sum(), firm.AsSpan(node * Bins, Bins).ToArray().Sum());
            var (leftPull, leftFirm) = (0.0, 0.0);
            best[node] = (0, Bins);
            for (var bin = 0; bin <= limits[feature].Length; bin++)
            {
                leftPull += pull[(node * Bins) + bin];
                leftFirm += firm[(node * Bins) + bin];
                if (bin == 0 || leftFirm < LeastWeight || allFirm - leftFirm < LeastWeight)
                {
                    continue;
                }

                var gain = Worth(leftPull, leftFirm) + Worth(allPull - leftPull, allFirm - leftFirm) - Worth(allPull, allFirm);
                best[node] = gain > best[node].Gain ? (gain, bin) : best[node];
            }
        }

        return best;
    }

    private static double Worth(double pull, double firm) => pull * pull / (firm + Restraint);

    private QuietTree Leaves(int[] rows, int depth, int[] asked, int[] above)
    {
        var (pull, firm) = (new double[1 << depth], new double[1 << depth]);
        foreach (var row in rows)
        {
            pull[nodes[row]] += pulls[row];
            firm[nodes[row]] += firmness[row];
        }

        var leaves = pull.Select((sum, leaf) => MathF.Round((float)(Rate * sum / (firm[leaf] + Restraint)), 3)).ToArray();
        for (var row = 0; row < count; row++)
        {
            sums[row] += leaves[nodes[row]];
        }

        return new QuietTree(asked, [.. above.Select((bin, question) => bin == Bins ? Never : limits[asked[question]][bin - 1])], leaves);
    }
}
