using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;
using CityActors.Reactions;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Figures;

/// <summary>The indicators of the packs of a city, and what a case, order or alert adds to each. May be read from any thread, while packs are switched.</summary>
public sealed class CityIndicators
{
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

    /// <summary>SHA-256 of what all of them count and by what they are broken down, as 64 hexadecimal digits.</summary>
    public static string DigestOf(IEnumerable<CityIndicator> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var told = all.Select(static one => one.Spec with { Name = new LocalText(), Examples = [], Small = null, Better = default, About = default });
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(told, PackJson.Options)));
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
    /// <param name="order">The order as it is.</param>
    /// <param name="history">Its lines, as its view or its facts have them.</param>
    public IReadOnlyList<FigurePart> OfOrder(OrderSummary order, IEnumerable<OrderEntry> history) => Of(OrderFigure.Of(order, history), FigureSubjectKind.Order);

    /// <summary>What an alert adds.</summary>
    /// <param name="alert">The alert as it is.</param>
    /// <param name="isOfHome">Whether it tells how people live.</param>
    public IReadOnlyList<FigurePart> OfAlert(Alert alert, bool isOfHome) => Of(new AlertFigure(alert, isOfHome ? CasePrivacy.Personal : CasePrivacy.Public), FigureSubjectKind.Alert);

    /// <summary>What a case adds to one indicator.</summary>
    internal static IEnumerable<FigurePart> OfCase(CaseFigure figure, IndicatorProgram program) => program.Parts(figure.Shown(program.Scope));

    private List<FigurePart> Of(FigureSubject subject, FigureSubjectKind kind) => [.. All.SelectMany(one => FigureSource.Parse(one.Spec.Over) is { } source && source.Kind == kind
        ? ProgramOf(one, "", () => ScopeOf(source)).Parts(subject)
        : [])];

    /// <summary>The scope of what is no case.</summary>
    internal static FigureScope ScopeOf(FigureSource source) => source.Kind == FigureSubjectKind.Alert ? FigureScope.Alerts : source.IsOfLines ? FigureScope.OrderLines : FigureScope.Orders;

    private IndicatorProgram ProgramOf(CityIndicator one, string type, Func<FigureScope> scope) => programs.GetOrAdd((one.Pack.Digest, one.Spec.Indicator, type), _ => IndicatorProgram.Of(one.Spec, scope()));
}

/// <summary>An indicator, and the pack that has it.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Spec">The indicator.</param>
public sealed record CityIndicator(PackFiles Pack, IndicatorSpec Spec);
