using CityActors.Alerts;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>Who is told of an alert, and when, as its pack says.</summary>
internal sealed class PackLadder
{
    private static readonly Scope Readable = new(
        new ScopeField("alert.level", ExpressionType.Whole),
        new ScopeField("alert.zone", ExpressionType.Text));

    private readonly (LadderStep Step, CheckedExpression? If)[] steps;

    public PackLadder(AlertSpec alert) => steps =
    [
        .. alert.Ladder.Select(static step => (
            new LadderStep(Packs.Span.Parse(step.After.Text)!.Value.Length, step.Tell),
            step.If is null ? null : Expression.Check(step.If, Readable, ExpressionType.Flag).Expression)),
    ];

    /// <summary>The steps that are to be taken for an alert as it is now.</summary>
    public IEnumerable<LadderStep> Of(Alert alert)
    {
        foreach (var (step, condition) in steps)
        {
            if (condition is null || condition.Holds(Readable.Values(new Dictionary<string, Value>(StringComparer.Ordinal)
            {
                ["alert.level"] = Value.Of(alert.Level),
                ["alert.zone"] = Value.Of(alert.Zone),
            })))
            {
                yield return step;
            }
        }
    }
}
