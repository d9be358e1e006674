using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;
using CityActors.Reactions;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Figures;

/// <summary>The indicators of the packs of a city, and what a case, order, alert or device's day adds to each. May be read from any thread, while packs are switched.</summary>
public sealed class CityIndicators
{
    /// <summary>Counts the ways in which figures were worked out: another way begins them anew.</summary>
    private const byte Counting = 2;

    private readonly CityThings things;
    private readonly ICaseTypes types;
    private readonly WorkCalendar calendar;
    private readonly ICityStorage storage;
    private readonly StateSerializer serializer;
    private readonly ConcurrentDictionary<(string Pack, string Indicator, string Type), IndicatorProgram> programs = new();

    internal CityIndicators(CityThings things, ICaseTypes types, WorkCalendar calendar, ICityStorage storage, StateSerializer serializer) =>
        (this.things, this.types, this.calendar, this.storage, this.serializer) = (things, types, calendar, storage, serializer);

    /// <summary>The indicators of the packs that are not retired, by name; of each its present version.</summary>
    public IReadOnlyList<CityIndicator> All => [.. things.Packs.All.Where(pack => !things.Book.IsRetired(pack.Name))
        .SelectMany(static pack => pack.Indicators.Indicators.Select(spec => new CityIndicator(pack, spec))).OrderBy(static one => one.Spec.Indicator, StringComparer.Ordinal)];

    /// <summary>SHA-256 of what all of them count, how, and by what they are broken down, as 64 hexadecimal digits: where it changes, all figures are made anew.</summary>
    public static string DigestOf(IEnumerable<CityIndicator> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var told = all.Select(static one => one.Spec with { Name = new LocalText(), Examples = [], Small = null, Better = default, About = default });
        return Convert.ToHexStringLower(SHA256.HashData([Counting, .. JsonSerializer.SerializeToUtf8Bytes(told, PackJson.Options)]));
    }

    /// <summary>What a case adds, by its stored history; nothing where there is no such case, or where its version of the pack is not there, so that it cannot be judged.</summary>
    public async Task<IReadOnlyList<FigurePart>> OfCase(string id)
    {
        var stored = await storage.Read(Addresses.OfCase(id));
        if (stored.Head is not { } head || serializer.Deserialize<CaseState>(head.Span) is not { Terms: { } terms } state || !things.Book.Versions.ContainsKey(terms.Digest))
        {
            return [];
        }

        var history = new CaseLines().Fill(state, stored.Rows, serializer).History;
        var program = types.Of(terms);
        var figure = CaseFigure.Of(program, id, terms, history, calendar);
        return [.. All.SelectMany(one => FigureSource.Parse(one.Spec.Over) is { Kind: FigureSubjectKind.Case } source && source.Type == terms.Type
            ? OfCase(figure, ProgramOf(one, $"{terms.Digest}/{terms.Type}", () => IndicatorProgram.ScopeOf(program, source.IsOfLines)))
            : [])];
    }

    /// <summary>What an order adds.</summary>
    /// <param name="view">The order as it keeps itself.</param>
    public IReadOnlyList<FigurePart> OfOrder(OrderView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Of(OrderFigure.Of(view.Order, view.Timeline), FigureSubjectKind.Order);
    }

    /// <summary>What an order adds.</summary>
    /// <param name="told">All that was told of it; one at least.</param>
    public IReadOnlyList<FigurePart> OfOrder(IReadOnlyList<OrderChanged> told) => Of(OrderFigure.Of(told), FigureSubjectKind.Order);

    /// <summary>What an alert adds.</summary>
    /// <param name="alert">The alert as it is.</param>
    /// <param name="isOfHome">Whether it tells how people live.</param>
    public IReadOnlyList<FigurePart> OfAlert(Alert alert, bool isOfHome) => Of(new AlertFigure(alert, isOfHome ? CasePrivacy.Personal : CasePrivacy.Public), FigureSubjectKind.Alert);

    /// <summary>What a device's day adds.</summary>
    public IReadOnlyList<FigurePart> OfDay(DayMeasured day)
    {
        ArgumentNullException.ThrowIfNull(day);
        var figure = new DayFigure(day);
        return [.. All.SelectMany(one => FigureSource.Parse(one.Spec.Over) is { Kind: FigureSubjectKind.Day } source && source.Type == day.Kind
            ? ProgramOf(one, "", () => FigureScope.Days(things.UnitOf(day.Kind))).Parts(figure)
            : [])];
    }

    /// <summary>What a case adds to one indicator.</summary>
    internal static IEnumerable<FigurePart> OfCase(CaseFigure figure, IndicatorProgram program) => program.Parts(figure.Shown(program.Scope));

    private List<FigurePart> Of(FigureSubject subject, FigureSubjectKind kind) => [.. All.SelectMany(one => FigureSource.Parse(one.Spec.Over) is { } source && source.Kind == kind
        ? ProgramOf(one, "", () => FigureScope.Of(kind, source.IsOfLines)).Parts(subject)
        : [])];

    private IndicatorProgram ProgramOf(CityIndicator one, string type, Func<FigureScope> scope) => programs.GetOrAdd((one.Pack.Digest, one.Spec.Indicator, type), _ => IndicatorProgram.Of(one.Spec, scope()));
}

/// <summary>An indicator, and the pack that has it.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Spec">The indicator.</param>
public sealed record CityIndicator(PackFiles Pack, IndicatorSpec Spec);
