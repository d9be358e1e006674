using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Settings;

/// <summary>What the figures of a pack's rules are while its parameters have certain values. Immutable.</summary>
public sealed class RuleValues
{
    private readonly PackManifest manifest;
    private readonly Scope scope;
    private readonly IReadOnlyDictionary<string, PackValue> byName;
    private readonly IValues parameters;

    /// <summary>The parameters, by the indices of <see cref="Roots.Parameters"/>.</summary>
    public IValues Parameters => parameters;

    /// <summary>Sets up the figures.</summary>
    /// <param name="manifest">The pack's manifest.</param>
    /// <param name="byName">Its parameters' values by name, without the dollar sign; one that is not named is its default.</param>
    public RuleValues(PackManifest manifest, IReadOnlyDictionary<string, PackValue>? byName = null)
    {
        this.manifest = manifest;
        scope = Roots.Parameters(manifest);
        this.byName = manifest.Parameters.Keys.Where(name => byName?.ContainsKey(name) == true || manifest.Parameters[name].Default is not null)
            .ToDictionary(static name => name, name => byName?.TryGetValue(name, out var value) == true ? value : manifest.Parameters[name].Default!.Value, StringComparer.Ordinal);
        parameters = scope.Values(this.byName.Where(pair => scope.IndexOf($"${pair.Key}") >= 0).ToDictionary(static pair => $"${pair.Key}", static pair => ValueOf(pair.Value), StringComparer.Ordinal));
    }

    /// <summary>A number or an expression over parameters, such as <c>$light - 15</c>, as a number.</summary>
    /// <returns>Null for null, for what the check of packs refuses, and for a number that is too large.</returns>
    public decimal? Number(PackValue? value) => value switch
    {
        { Number: { } number } => number,
        { Text: { } text } => Expression.Check(text, scope).Expression?.Evaluate(parameters).AsNumber,
        _ => null,
    };

    /// <summary>A length of time, or a parameter that is one, such as <c>$dwell</c>.</summary>
    /// <returns>Null for null, and for what the check of packs refuses; <c>day</c> is no length of time.</returns>
    public TimeSpan? Span(PackValue? value) => value?.Text is not { } text ? null
        : text.StartsWith('$') ? byName.TryGetValue(text[1..], out var set) ? Packs.Span.Parse(set.Text)?.Length : null
        : Packs.Span.Parse(text)?.Length;

    /// <summary>The same figures with one parameter at another value.</summary>
    public RuleValues With(string parameter, PackValue value) =>
        new(manifest, new Dictionary<string, PackValue>(byName, StringComparer.Ordinal) { [parameter] = value });

    /// <summary>All values in one text: the same text, the same figures.</summary>
    public override string ToString() => string.Join(' ', byName.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}"));

    private static Value ValueOf(PackValue value) => value.Number is { } number ? Value.Of(number) : Packs.Span.Parse(value.Text) is { } span ? Value.Of(span) : Value.Missing;
}
