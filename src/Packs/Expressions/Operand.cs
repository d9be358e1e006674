using System.Globalization;

namespace CityActors.Packs.Expressions;

/// <summary>A figure in a rule: a number, or an expression over parameters such as <c>$light - 15</c>.</summary>
public sealed class Operand
{
    private readonly CheckedExpression expression;

    private Operand(CheckedExpression expression) => this.expression = expression;

    /// <summary>The least that it can be, whatever the parameters are set to; null if the check does not know.</summary>
    public decimal? Least => expression.Least;

    /// <summary>The most that it can be, whatever the parameters are set to; null if the check does not know.</summary>
    public decimal? Most => expression.Most;

    /// <summary>Checks what a rule gives as a figure.</summary>
    /// <param name="text">A number or an expression.</param>
    /// <param name="scope">The parameters that it may read.</param>
    /// <param name="unit">The unit that it must have; a bare number has any. Null for a plain number.</param>
    public static (Operand? Operand, IReadOnlyList<ExpressionFault> Faults) Check(string text, Scope scope, string? unit = null)
    {
        var check = Expression.Check(text, scope, ExpressionType.Number(unit));
        return (check.Expression is null ? null : new(check.Expression), check.Faults);
    }

    /// <summary>Checks a number as it stands in JSON.</summary>
    public static (Operand? Operand, IReadOnlyList<ExpressionFault> Faults) Check(decimal number, Scope scope, string? unit = null) =>
        Check(number.ToString(CultureInfo.InvariantCulture), scope, unit);

    /// <summary>The figure under these parameters; null where it is too large.</summary>
    public decimal? Evaluate(IValues parameters) => expression.Evaluate(parameters).AsNumber;

    /// <inheritdoc/>
    public override string ToString() => expression.ToString();
}
