using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Made-up histories: of a type that there is (N1), with steps of one kind, and lengths of time (S1, T2).</summary>
internal static class HistoryChecks
{
    /// <summary>What the history of a work order is of.</summary>
    public const string Order = "order";

    private const string File = IndicatorChecks.File;

    public static void Run(CheckRun run)
    {
        foreach (var (name, history) in run.Pack.Indicators.Histories)
        {
            var path = $"$.histories.{name}";
            var isOrder = history.Case == Order;
            run.Holds(SceneChecks.IsTime(history.Begun), "S1", File, $"{path}.begun", $"'{history.Begun}' is no time: write it as \"2026-03-02T09:00\".");
            run.Holds(isOrder || run.Cases.ContainsKey(history.Case), "N1", File, $"{path}.case", $"There is no type of case '{history.Case}'; there are {CheckRun.Join(run.Cases.Keys.Append(Order))}.");
            run.Holds(run.Pack.Indicators.Indicators.Any(one => one.Examples.Any(example => example.Histories.Contains(name))), "I3", File, path, $"No example is over the history '{name}': take it out, or name it there.");
            for (var i = 0; i < history.Steps.Count; i++)
            {
                Step(run, history.Steps[i], isOrder, $"{path}.steps[{i}]");
            }
        }
    }

    private static void Step(CheckRun run, HistoryStepSpec step, bool isOrder, string path)
    {
        run.Holds(step.After is null || Span.Parse(step.After) is { Hours: SpanHours.All or SpanHours.Natural or SpanHours.Urgent }, "T2", File, $"{path}.after", $"'{step.After}' is no length of time that runs day and night, such as \"20 minutes\" or \"3 natural-days\".");
        run.Holds(step.Within is null || Span.Parse(step.Within) is not null, "T2", File, $"{path}.within", $"'{step.Within}' is no length of time.");
        run.Holds(isOrder ? step is { Do: null, Child: null, Says: not null } : step is { Says: null, To: null, Due: null, Within: null }, "S1", File, path, isOrder ? "A line of a work order has 'says', and no 'do' or 'child'." : "A step of a case has 'do', 'set' and 'as'; 'says', 'to', 'due' and 'within' are of work orders.");
        run.Holds(step.Do is null || step.As is not null, "S1", File, $"{path}.as", "Somebody acts: say in which role, or who.");
        run.Holds(step.Child is null == step.Reached is null && (step.Child is null || step.Do is null), "S1", File, path, "'child' and 'reached' go together, and a step where a part gets somewhere has no 'do'.");
        run.Holds(step.Due is null == step.Within is null, "S1", File, path, "'due' and 'within' go together.");
    }
}
