using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CityActors.Engine.Generators;

/// <summary>A report that compares by value, so that unchanged code is not reported again.</summary>
internal readonly struct Report : IEquatable<Report>
{
    private readonly DiagnosticDescriptor _rule;
    private readonly string _path;
    private readonly TextSpan _span;
    private readonly LinePositionSpan _lines;
    private readonly string[] _arguments;

    public Report(DiagnosticDescriptor rule, Location? location, params string[] arguments)
    {
        _rule = rule;
        _path = location?.SourceTree?.FilePath ?? string.Empty;
        _span = location?.SourceSpan ?? default;
        _lines = location?.GetLineSpan().Span ?? default;
        _arguments = arguments;
    }

    public Diagnostic ToDiagnostic()
    {
        var location = _path.Length == 0 ? Location.None : Location.Create(_path, _span, _lines);
        return Diagnostic.Create(_rule, location, _arguments.Cast<object>().ToArray());
    }

    public bool Equals(Report other) =>
        ReferenceEquals(_rule, other._rule) && _path == other._path && _span == other._span && _arguments.SequenceEqual(other._arguments);

    public override bool Equals(object? obj) => obj is Report other && Equals(other);

    public override int GetHashCode() => (_path, _span, _rule?.Id).GetHashCode();
}

/// <summary>A list that compares by value.</summary>
internal readonly struct Values<T> : IEquatable<Values<T>>
    where T : IEquatable<T>
{
    private readonly ImmutableArray<T> _items;

    public Values(IEnumerable<T> items) => _items = items.ToImmutableArray();

    public ImmutableArray<T> Items => _items.IsDefault ? ImmutableArray<T>.Empty : _items;

    public bool Equals(Values<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Values<T> other && Equals(other);

    public override int GetHashCode() => Items.Length == 0 ? 0 : Items[0].GetHashCode() + Items.Length;
}

/// <summary>A name with the place where it is given.</summary>
internal readonly struct Named : IEquatable<Named>
{
    public Named(string kind, string name, string owner, Location? location)
    {
        Kind = kind;
        Name = name;
        Owner = owner;
        Place = new Report(Rules.DuplicateState, location);
        Location = location;
    }

    public string Kind { get; }

    public string Name { get; }

    public string Owner { get; }

    public Location? Location { get; }

    private Report Place { get; }

    public bool Equals(Named other) => Kind == other.Kind && Name == other.Name && Owner == other.Owner && Place.Equals(other.Place);

    public override bool Equals(object? obj) => obj is Named other && Equals(other);

    public override int GetHashCode() => (Kind, Name, Owner).GetHashCode();
}

/// <summary>What was found of one type: generated source, a line for the module, reports, and names that must be unique.</summary>
internal readonly struct Found : IEquatable<Found>
{
    public Found(string name, string source, string registration, IEnumerable<Report> reports, IEnumerable<Named> names)
    {
        Name = name;
        Source = source;
        Registration = registration;
        Reports = new Values<Report>(reports);
        Names = new Values<Named>(names);
    }

    public string Name { get; }

    public string Source { get; }

    public string Registration { get; }

    public Values<Report> Reports { get; }

    public Values<Named> Names { get; }

    public bool Equals(Found other) =>
        Name == other.Name && Source == other.Source && Registration == other.Registration
        && Reports.Equals(other.Reports) && Names.Equals(other.Names);

    public override bool Equals(object? obj) => obj is Found other && Equals(other);

    public override int GetHashCode() => (Name, Source).GetHashCode();
}
