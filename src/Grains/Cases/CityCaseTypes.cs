using System.Collections.Concurrent;
using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>The types of case of the packs of a city: new cases begin by the version that is on in their area, others keep theirs for ever.</summary>
internal sealed class CityCaseTypes(CityThings things, Catalogue catalogue) : ICaseTypes
{
    private readonly ConcurrentDictionary<(string Digest, string Type), CaseProgram> programs = new();

    private volatile KnownUnits units = new([], Value.Missing);

    public CaseProgram? Current(string type, string area, DateTimeOffset at)
    {
        var book = things.Book;
        return book.Packs.All
            .Select(pack => book.DigestOn(pack.Name, area, at) is { } digest ? book.Versions.GetValueOrDefault(digest) : null)
            .FirstOrDefault(version => version?.Cases.Values.Any(spec => spec.Case == type && spec.Grain != Packs.Format.CaseGrain.WorkOrder) == true) is { } found
                ? ProgramOf(found, type)
                : null;
    }

    public CaseProgram Of(CaseTerms terms) => things.Book.Versions.TryGetValue(terms.Digest, out var version)
        ? ProgramOf(version, terms.Type)
        : throw new InvalidOperationException($"The pack '{terms.Pack}' in version {terms.Version} ({terms.Digest}) is not there: this Silo may not serve a case of the type '{terms.Type}'.");

    public OrderTerms? CategoryOf(CaseBeginning beginning) => PackCaseTypes.CategoryOf(catalogue, beginning);

    public CaseProgram OfOrders(string area, DateTimeOffset at)
    {
        var book = things.Book;
        var packs = book.Packs.All.Where(static pack => TypeOf(pack) is not null).ToList();
        var on = packs.Select(pack => book.DigestOn(pack.Name, area, at) is { } digest ? book.Versions.GetValueOrDefault(digest) : null).FirstOrDefault(static version => version is not null && TypeOf(version) is not null);
        return (on ?? packs.FirstOrDefault()) is { } found
            ? ProgramOf(found, TypeOf(found)!)
            : throw new InvalidOperationException("No pack has a type of work orders: install the pack 'orders' in a version that has cases/order.json.");
    }

    public ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, OrderTerms? category, string area, DateTimeOffset at)
    {
        var values = things.Book.ValuesOf(program.Pack);
        return TimeLimits.Of(program.Spec, category?.Limits, name => values.Of(name, area, null, at)?.Value);
    }

    public CaseCity CityOf(CaseProgram program, string area, DateTimeOffset at) =>
        new(new ParametersThen(things.Book.ValuesOf(program.Pack), area, at), UnitsNow());

    private Value UnitsNow()
    {
        var (known, now) = (units, catalogue.Departments);
        return (ReferenceEquals(known.Departments, now) ? known : units = new(now, CaseCity.UnitsOf(now))).Value;
    }

    private static string? TypeOf(PackFiles pack) => pack.Cases.Values.FirstOrDefault(static spec => spec.Grain == Packs.Format.CaseGrain.WorkOrder)?.Case;

    private CaseProgram ProgramOf(PackFiles version, string type) => programs.GetOrAdd((version.Digest, type), static (_, of) => CaseProgram.Of(of.version, of.type), (version, type));

    private sealed record KnownUnits(IReadOnlyList<Department> Departments, Value Value);

    // Most decisions read no parameter.
    private sealed class ParametersThen(Packs.Settings.ParameterValues values, string area, DateTimeOffset at) : IValues
    {
        private IValues? read;

        public Value this[int index] => (read ??= values.At(area, null, at).Parameters)[index];
    }
}
