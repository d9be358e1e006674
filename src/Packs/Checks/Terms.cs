using System.Globalization;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;

namespace CityActors.Packs.Checks;

/// <summary>Checks single figures and lengths of time in <c>watch.json</c>.</summary>
internal sealed class Terms(CheckRun run)
{
    public const string File = "watch.json";

    private readonly Scope parameters = Roots.Parameters(run.Pack.Manifest);

    public RuleValues Defaults { get; } = new(run.Pack.Manifest);

    /// <summary>Checks a figure's type and unit.</summary>
    /// <param name="value">The figure; null: there is none.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="wanted">Its type; null: a number in any unit; a number without a unit: in none.</param>
    public CheckedExpression? Figure(PackValue? value, string path, ExpressionType? wanted)
    {
        if (value is not { } figure)
        {
            return null;
        }

        var check = Expression.Check(figure.ToString(), parameters, wanted);
        foreach (var fault in check.Faults)
        {
            run.Fault(fault.Code, File, path, $"'{figure}', column {fault.Column}: {fault.Sentence}");
        }

        if (wanted is null && check.Expression is { Type.Kind: not (ExpressionKind.Number or ExpressionKind.Whole) } other)
        {
            run.Fault("T2", File, path, $"'{figure}' is a {other.Type}, but here stands a number.");
            return null;
        }

        if (wanted is { Kind: ExpressionKind.Number, Unit: null } && check.Expression is { Type: { Kind: ExpressionKind.Number, Unit: { } unit } })
        {
            run.Fault("T2", File, path, $"'{figure}' is in {unit}, but here stands a number without a unit.");
            return null;
        }

        return check.Expression;
    }

    /// <summary>Checks a figure, and that it lies within a range whatever the parameters are set to.</summary>
    public void Within(PackValue? value, string path, ExpressionType wanted, decimal least, decimal most)
    {
        if (Figure(value, path, wanted) is { } figure)
        {
            run.Holds(figure.Least >= least && figure.Most <= most, "T2", File, path, string.Create(CultureInfo.InvariantCulture, $"'{value}' is not, or may be set to what is not, between {least} and {most}."));
        }
    }

    /// <summary>Checks a figure, and that it is more than 0 whatever the parameters are set to.</summary>
    public void AboveZero(PackValue? value, string path, ExpressionType? wanted)
    {
        if (Figure(value, path, wanted) is { } figure)
        {
            run.Holds(figure.Least > 0, "T2", File, path, $"'{value}' is not, or may be set to what is not, more than 0.");
        }
    }

    /// <summary>Checks a length of time: literal, or a parameter that is one.</summary>
    /// <param name="value">The length; null: there is none.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="least">The least that makes sense.</param>
    /// <param name="most">The most that makes sense.</param>
    /// <returns>The least that it can be, whatever its parameter is set to; null where it is none.</returns>
    public TimeSpan? Length(PackValue? value, string path, string least = "0 seconds", string most = "366 days")
    {
        if (value is not { } length)
        {
            return null;
        }

        if (Bounds(length, path) is not { } bounds)
        {
            return null;
        }

        var isInRange = bounds.Least.Length >= Span.Parse(least)!.Value.Length && bounds.Most.Length <= Span.Parse(most)!.Value.Length;
        run.Holds(isInRange, "T2", File, path, $"'{length}' is not between {least} and {most}{(length.Text?[0] == '$' ? ", or may be set to what is not" : "")}.");
        run.Holds(bounds.Least.Hours is SpanHours.All or SpanHours.Urgent, "T2", File, path, $"'{length}' counts hours of a calendar, but devices know no calendar: give seconds, minutes, hours or days.");
        return bounds.Least.Length;
    }

    private (Span Least, Span Most)? Bounds(PackValue length, string path)
    {
        if (length.Text is not ['$', .. var name])
        {
            var span = Span.Parse(length.Text);
            run.Holds(span is not null, "T2", File, path, $"'{length}' is no length of time: give one such as \"20 minutes\", or a parameter that is one such as \"$dwell\". Units are {CheckRun.Join(Span.AllUnits)}.");
            return span is { } known ? (known, known) : null;
        }

        var all = run.Pack.Manifest.Parameters;
        if (!all.TryGetValue(name, out var parameter))
        {
            run.Fault("T4", File, path, $"There is no parameter '{length}' in pack.json; there are {CheckRun.Join(all.Keys)}.");
            return null;
        }

        run.Holds(parameter.Is == ParameterType.Span, "T2", File, path, $"'{length}' is a number, but here stands a length of time: give a parameter with \"is\": \"span\".");
        return parameter.Is == ParameterType.Span && Span.Parse(parameter.Least?.Text) is { } least && Span.Parse(parameter.Most?.Text) is { } most ? (least, most) : null;
    }
}
