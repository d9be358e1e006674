namespace CityActors.Packs.Expressions;

/// <summary>What is wrong with an expression, where, and how to mend it.</summary>
/// <param name="Code">
/// T0 cannot be read, T1 may be missing, T2 types or units do not fit, T3 too large or too costly, T4 not to be read here, T5 always true or always false, T6 forbidden by the type itself.
/// </param>
/// <param name="Column">The place in the text, counted from 1.</param>
/// <param name="Sentence">One or two sentences in plain English.</param>
public sealed record ExpressionFault(string Code, int Column, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code} at column {Column}: {Sentence}";
}
