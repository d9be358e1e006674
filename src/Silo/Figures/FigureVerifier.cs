using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Figures;
using CityActors.Places;
using CityActors.Silo.Lists;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Figures;

/// <summary>
/// Works out every figure anew from the histories, as the cases and orders themselves keep them and not as facts told them, and compares each key with what the figures hold.
/// Of alerts, which keep no history when they have ended, the last state is taken, and of what devices measured what was last told of the day.
/// </summary>
public sealed class FigureVerifier(Database database, CityIndicators indicators, FigureProjector projector, IGrainFactory grains, IFactLog facts, ILogger<FigureVerifier> logger)
{
    private const int PageSize = 500;
    private const int Attempts = 5;
    private const int MostListed = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Whatever its kind keeps in rows, a case has its first line there; the head of an order stands in the table of states.
    private static readonly SqlQuery Cases = new("SELECT owner FROM grain_row WHERE owner > ?1 AND owner >= 'case/' AND owner < 'case0' AND name = 'line/000001' ORDER BY owner LIMIT ?2");
    private static readonly SqlQuery Orders = new("SELECT GrainIdExtensionString FROM OrleansStorage WHERE GrainTypeString = 'work-order' AND GrainIdExtensionString > ?1 ORDER BY GrainIdExtensionString LIMIT ?2");
    private static readonly SqlQuery Alerts = new("SELECT id, payload, privacy FROM list_alert WHERE id > ?1 ORDER BY id LIMIT ?2");

    /// <summary>Compares; again where something happened meanwhile.</summary>
    public async Task<VerifyAnswer> Verify(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (before, isAll) = await projector.CatchUp(Patience, cancellation);
            var (expected, subjects, count) = await Recompute(cancellation);
            var (live, different) = (await database.Read(FigureReader.All), await Different(subjects));
            var (after, _) = await projector.CatchUp(Patience, cancellation);
            if ((before == after && isAll) || attempt == Attempts)
            {
                var keys = expected.Keys.Union(live.Keys).Where(key => expected.GetValueOrDefault(key) != live.GetValueOrDefault(key)).OrderBy(static key => key.ToString(), StringComparer.Ordinal).ToList();
                return new VerifyAnswer(
                    after,
                    before == after && isAll,
                    count,
                    expected.Keys.Union(live.Keys).Count(),
                    keys.Count,
                    [.. keys.Take(MostListed).Select(key => new DifferentFigure(key, live.GetValueOrDefault(key), expected.GetValueOrDefault(key), [.. different.Where(one => one.Keys.Contains(key)).Select(static one => one.Subject)]))]);
            }
        }
    }

    private async Task<(Dictionary<FigureKey, FigureSum> Sums, Dictionary<string, IReadOnlyList<FigurePart>> Subjects, int Count)> Recompute(CancellationToken cancellation)
    {
        var (sums, subjects, count) = (new Dictionary<FigureKey, FigureSum>(), new Dictionary<string, IReadOnlyList<FigurePart>>(StringComparer.Ordinal), 0);
        await foreach (var (subject, parts) in Subjects(cancellation))
        {
            count++;
            subjects[subject] = parts;
            foreach (var part in parts)
            {
                var key = KeyOf(part);
                sums[key] = sums.GetValueOrDefault(key) + part.Sum;
            }
        }

        return (sums, subjects, count);
    }

    private async IAsyncEnumerable<(string Subject, IReadOnlyList<FigurePart> Parts)> Subjects([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var owner in Pages(Cases, static row => row.Text(0), static owner => owner, cancellation))
        {
            var id = owner["case/".Length..];
            yield return (id, await indicators.OfCase(id));
        }

        await foreach (var id in Pages(Orders, static row => row.Text(0), static id => id, cancellation))
        {
            if (await grains.GetGrain<IWorkOrderGrain>(id).Read() is { } view)
            {
                yield return (id, indicators.OfOrder(view));
            }
        }

        await foreach (var (alert, privacy) in Pages(Alerts, static row => (Alert: System.Text.Json.JsonSerializer.Deserialize<Alert>(row.Text(1), FactRecords.Json)!, Privacy: row.Text(2)), static one => one.Alert.Id, cancellation))
        {
            yield return (alert.Id, indicators.OfAlert(alert, Access.Redaction.PrivacyOf(privacy) != Privacy.Public));
        }

        foreach (var day in await Days(cancellation))
        {
            yield return (day.Subject, indicators.OfDay(day));
        }
    }

    private async Task<IEnumerable<DayMeasured>> Days(CancellationToken cancellation)
    {
        var (days, after) = (new Dictionary<string, DayMeasured>(StringComparer.Ordinal), 0L);
        FactPage page;
        do
        {
            page = await facts.Read(after, PageSize, new FactFilter(Type: "day"), cancellation);
            after = page.NextAfter;
            foreach (var day in ListProjector.Readable(page.Facts, logger, "the check of figures").OfType<DayMeasured>())
            {
                days[day.Subject] = days.TryGetValue(day.Subject, out var known) && known.Version > day.Version ? known : day;
            }
        }
        while (page.MayHaveMore);
        return days.Values;
    }

    private async IAsyncEnumerable<T> Pages<T>(SqlQuery query, Func<Statement, T> read, Func<T, string> key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = "";
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = after;
            var page = await database.Read(session => session.Prepare(query).Bind(1, from).Bind(2, PageSize).All(read));
            foreach (var item in page)
            {
                yield return item;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = key(page[^1]);
        }
    }

    // Also those that add something and have no history at all.
    private async Task<List<(string Subject, HashSet<FigureKey> Keys)>> Different(Dictionary<string, IReadOnlyList<FigurePart>> expected)
    {
        var different = new List<(string, HashSet<FigureKey>)>();
        var seen = new HashSet<string>(expected.Keys, StringComparer.Ordinal);
        for (var after = ""; ;)
        {
            var from = after;
            var page = await database.Read(session => FigureTable.Subjects(session, from, PageSize));
            seen.UnionWith(page);
            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1];
        }

        foreach (var subject in seen.Order(StringComparer.Ordinal))
        {
            var live = await database.Read(session => FigureTable.PartsOf(session, subject));
            var (one, other) = (live.Select(Bare).ToHashSet(), expected.GetValueOrDefault(subject, []).Select(Bare).ToHashSet());
            if (!one.SetEquals(other))
            {
                different.Add((subject, [.. one.Except(other).Concat(other.Except(one)).Select(KeyOf)]));
            }
        }

        return different;
    }

    // Who may know of it is no figure: an alert's follows its home's card.
    private static FigurePart Bare(FigurePart part) => part with { Privacy = default };

    private static FigureKey KeyOf(FigurePart part) => new(part.Indicator, part.Version, part.Area, FigureTable.DayText(part.Day), part.Cut);
}

/// <summary>What came of working out every figure anew.</summary>
/// <param name="Fact">The last fact that the figures held.</param>
/// <param name="IsQuiet">Whether nothing happened meanwhile; if something did, what differs may only be late.</param>
/// <param name="Subjects">How many cases, orders, alerts and days of devices were looked at.</param>
/// <param name="Keys">How many keys there are: indicator, version, area, day and dimensions.</param>
/// <param name="Different">How many of them differ.</param>
/// <param name="Differences">These, at most 1,000.</param>
public sealed record VerifyAnswer(long Fact, bool IsQuiet, int Subjects, int Keys, int Different, IReadOnlyList<DifferentFigure> Differences);

/// <summary>A figure that differs.</summary>
/// <param name="Key">Which.</param>
/// <param name="Held">What the figures hold.</param>
/// <param name="Recomputed">What the histories come to.</param>
/// <param name="Subjects">The cases, orders, alerts and days of devices that make the difference.</param>
public sealed record DifferentFigure(FigureKey Key, FigureSum Held, FigureSum Recomputed, IReadOnlyList<string> Subjects);
