using CityActors.Alerts;
using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>Who is told of an alert, and when, as its pack says.</summary>
internal sealed class PackLadder
{
    private const int MostLevels = 9;

    private readonly Scope scope;
    private readonly (LadderStep Step, CheckedExpression? If)[] steps;

    /// <summary>Takes the steps of a kind of alert, which were checked before.</summary>
    public PackLadder(AlertSpec alert)
    {
        scope = Roots.Ladder(alert.Alert, MostLevels);
        steps = [.. alert.Ladder.Select(step => (
            new LadderStep(Packs.Span.Parse(step.After.Text)!.Value.Length, step.Tell),
            step.If is null ? null : Expression.Check(step.If, scope, ExpressionType.Flag).Expression ?? throw new FormatException($"'{step.If}' of '{alert.Alert}' is no condition.")))];
    }

    /// <summary>The steps that are to be taken for an alert as it is now.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="hasRoster">Whether somebody of a roster is in it.</param>
    public IEnumerable<LadderStep> Of(Alert alert, bool hasRoster = false)
    {
        foreach (var (step, condition) in steps)
        {
            if (condition is null || condition.Holds(ValuesOf(alert, hasRoster)))
            {
                yield return step;
            }
        }
    }

    private IValues ValuesOf(Alert alert, bool hasRoster)
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal)
        {
            ["alert.level"] = Value.Of(Math.Max(1, alert.Level)),
            ["alert.kind"] = Value.Of(alert.Kind),
            ["alert.zone"] = Value.Of(alert.Zone),
            ["alert.priority"] = Value.Of(alert.Priority.ToString().ToLowerInvariant()),
        };
        if (hasRoster)
        {
            values["roster"] = Value.Of(true); // Only that there is somebody.
        }

        return scope.Values(values);
    }
}
