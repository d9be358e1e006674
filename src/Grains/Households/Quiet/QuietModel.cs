using System.Text.Json;

namespace CityActors.Households;

/// <summary>A small model of trees that all homes share: turns features into the natural logarithm of the odds that nobody is active. It knows no home.</summary>
/// <remarks>Each tree is whole: of depth d it has 2^d − 1 questions, in rows from the top, and 2^d answers. Whoever does not know the figure asked for goes to the left.</remarks>
public sealed class QuietModel
{
    private readonly int depth;
    private readonly float bias;
    private readonly byte[] features;
    private readonly float[] limits;
    private readonly float[] leaves;

    /// <summary>Takes a model's data.</summary>
    /// <exception cref="FormatException">They do not go with each other.</exception>
    public QuietModel(QuietModelData data)
    {
        var (asked, answers) = ((1 << data.Depth) - 1, 1 << data.Depth);
        (depth, bias) = (data.Depth, data.Bias);
        features = [.. data.Trees.SelectMany(static tree => tree.Features).Select(static feature => (byte)feature)];
        limits = [.. data.Trees.SelectMany(static tree => tree.Limits)];
        leaves = [.. data.Trees.SelectMany(static tree => tree.Leaves)];
        if (data.Depth is < 1 or > 8 || features.Length != asked * data.Trees.Count || limits.Length != features.Length || leaves.Length != answers * data.Trees.Count
            || features.Any(static feature => feature >= QuietFeatures.Count))
        {
            throw new FormatException($"The model {data.Name} is not one of trees of depth {data.Depth} over {QuietFeatures.Count} features.");
        }
    }

    /// <summary>The model that is shipped.</summary>
    public static QuietModel Shipped { get; } = new(Read(typeof(QuietModel).Assembly.GetManifestResourceStream("quiet-model.json")!));

    /// <summary>Reads a model's data.</summary>
    /// <exception cref="JsonException">It is no model.</exception>
    public static QuietModelData Read(Stream stream) => JsonSerializer.Deserialize<QuietModelData>(stream, JsonSerializerOptions.Web)!;

    internal float LogOdds(ReadOnlySpan<float> asked)
    {
        var sum = bias;
        var (questions, answers) = ((1 << depth) - 1, 1 << depth);
        for (int at = 0, from = 0; at < features.Length; at += questions, from += answers)
        {
            var node = 0;
            for (var level = 0; level < depth; level++)
            {
                var question = at + node;
                node = (2 * node) + (asked[features[question]] > limits[question] ? 2 : 1); // NaN is never more.
            }

            sum += leaves[from + node - questions];
        }

        return sum;
    }
}

/// <summary>A model as it is stored.</summary>
/// <param name="Name">Its name and version.</param>
/// <param name="Origin">What it was trained on, and by which command.</param>
/// <param name="Licence">The licence of what it was trained on, with the attribution that it asks for.</param>
/// <param name="Depth">The depth of its trees.</param>
/// <param name="Bias">What every sum begins with.</param>
/// <param name="Trees">The trees.</param>
public sealed record QuietModelData(string Name, string Origin, string Licence, int Depth, float Bias, IReadOnlyList<QuietTree> Trees);

/// <summary>One tree: at each question the number of a feature and the limit above which it goes to the right; then the answers.</summary>
public sealed record QuietTree(IReadOnlyList<int> Features, IReadOnlyList<float> Limits, IReadOnlyList<float> Leaves);
