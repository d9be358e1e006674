using System.Collections.Frozen;

namespace CityActors.Packs.Expressions;

/// <summary>Who may see a value; ordered, so that the highest class of several is theirs together.</summary>
public enum FieldClass
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever works in the city.</summary>
    Internal,

    /// <summary>Whoever needs it for this person's matter.</summary>
    Personal,

    /// <summary>Whoever a case links to the record.</summary>
    Sealed,
}

/// <summary>One thing that an expression may read.</summary>
/// <param name="Path">As it is written: <c>level</c>, <c>case.status</c>, <c>$light</c>.</param>
/// <param name="Type">Its type, with unit.</param>
public sealed record ScopeField(string Path, ExpressionType Type)
{
    /// <summary>Whether it may have no value. Default no.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>Who may see it. Default internal.</summary>
    public FieldClass Class { get; init; } = FieldClass.Internal;

    /// <summary>Its name in English; the path where none is given.</summary>
    public string English { get; init; } = Path;

    /// <summary>Its name in Chinese; the path where none is given.</summary>
    public string Chinese { get; init; } = Path;

    /// <summary>The least that it can be, if that is known: of a number, share or amount.</summary>
    public decimal? Least { get; init; }

    /// <summary>The most that it can be, if that is known.</summary>
    public decimal? Most { get; init; }
}

/// <summary>What an expression may read where it stands.</summary>
public sealed class Scope
{
    private const int NamesInASentence = 40;
    private readonly FrozenDictionary<string, int> byPath;

    /// <summary>Sets up a scope; a field's index is its place among the fields.</summary>
    /// <exception cref="ArgumentException">Two fields have one path.</exception>
    public Scope(params IEnumerable<ScopeField> fields)
    {
        Fields = [.. fields];
        byPath = Fields.Select((field, index) => (field.Path, index)).ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What may be read, by index.</summary>
    public IReadOnlyList<ScopeField> Fields { get; }

    /// <summary>Paths that the type forbids to its own expressions, with everything under them. Default none.</summary>
    public IReadOnlyList<string> Never { get; init; } = [];

    /// <summary>The index of a path; less than zero where it may not be read.</summary>
    public int IndexOf(string path) => byPath.GetValueOrDefault(path, -1);

    /// <summary>Values by path; what is not named is missing.</summary>
    /// <exception cref="ArgumentException">A path is not in the scope.</exception>
    public IValues Values(IReadOnlyDictionary<string, Value> byName)
    {
        var values = new Value[Fields.Count];
        foreach (var (path, value) in byName)
        {
            var index = IndexOf(path);
            values[index >= 0 ? index : throw new ArgumentException($"'{path}' is not in the scope; there are: {Names}.", nameof(byName))] = value;
        }

        return new Held(values);
    }

    internal string Names => Fields.Count == 0 ? "nothing"
        : string.Join(", ", Fields.Take(NamesInASentence).Select(one => one.Path)) + (Fields.Count > NamesInASentence ? ", …" : "");

    internal bool Forbids(string path) => Never.Any(never => path == never || path.StartsWith(never + ".", StringComparison.Ordinal));

    private sealed class Held(Value[] values) : IValues
    {
        public Value this[int index] => (uint)index < (uint)values.Length ? values[index] : default;
    }
}
