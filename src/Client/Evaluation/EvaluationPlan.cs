using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;

namespace CityActors.Client.Evaluation;

/// <summary>What to measure.</summary>
/// <param name="Detectors">What is tried, in the order of the results.</param>
/// <param name="Protocols">How the silences look.</param>
/// <param name="Intervals">The intervals that homes are brought to; null: the one at which each was read.</param>
/// <param name="Onsets">Silences for each home and protocol.</param>
/// <param name="AfterDay">Days of a home that nothing is counted in.</param>
/// <param name="Seed">Decides where silences begin.</param>
/// <param name="Fold">Which of the homes are judged.</param>
/// <param name="Hole">How much of the end of every six hours of a silence is not read.</param>
internal sealed record EvaluationPlan(
    IReadOnlyList<JudgeMaker> Detectors,
    IReadOnlyList<QuietProtocol> Protocols,
    IReadOnlyList<TimeSpan?> Intervals,
    int Onsets,
    int AfterDay,
    int Seed,
    HomeFold Fold,
    TimeSpan Hole = default);

/// <summary>A detector at one setting.</summary>
/// <param name="Name">What it is called, for example <c>floor</c>.</param>
/// <param name="Setting">What is set, for example <c>12 h</c>.</param>
/// <param name="Make">Makes one that knows nothing, for an interval and what is measured.</param>
internal sealed record JudgeMaker(string Name, string Setting, Func<TimeSpan, Quantity, IRhythmJudge> Make);
