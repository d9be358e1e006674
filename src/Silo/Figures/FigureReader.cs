using System.Text.Json;
using CityActors.Facts;
using CityActors.Figures;
using CityActors.Places;
using CityActors.Storage;

namespace CityActors.Silo.Figures;

/// <summary>Adds up what the figures are made of: an area is what lies in it, a period is its days.</summary>
internal static class FigureReader
{
    private const string Chosen = "indicator = ?1 AND version = ?2 AND day >= ?3 AND day < ?4 AND area >= ?5 AND area < ?5 || 'g'";

    private const string Sums = """
        CAST(sum(CASE WHEN is_excluded = 1 THEN 0 ELSE 1 END) AS BIGINT), CAST(sum(CASE WHEN is_excluded = 1 THEN 0 ELSE counts END) AS BIGINT),
        CAST(sum(CASE WHEN is_excluded = 1 THEN 0 ELSE is_exempt END) AS BIGINT), CAST(sum(is_excluded) AS BIGINT),
        CAST(sum(CASE WHEN is_excluded = 0 AND is_exempt = 0 THEN counts ELSE 0 END) AS BIGINT),
        CAST(sum(CASE WHEN is_excluded = 1 THEN 0 ELSE value END) AS BIGINT), CAST(sum(CASE WHEN is_excluded = 0 AND is_exempt = 0 THEN value ELSE 0 END) AS BIGINT)
        """;

    // Parameter 6: how many digits the codes of parts have.
    private static readonly SqlQuery Groups = new($"SELECT substr(area, 1, CAST(?6 AS INTEGER)), cut, {Sums} FROM figure_part WHERE {Chosen} GROUP BY 1, 2 ORDER BY 1, 2");

    private static readonly SqlQuery Days = new($"SELECT substr(day, 1, CAST(?6 AS INTEGER)), '', {Sums} FROM figure_part WHERE {Chosen} GROUP BY 1 ORDER BY 1");

    private static readonly SqlQuery Keys = new($"""
        SELECT indicator, version, area, day, cut, {Sums} FROM figure_part
        WHERE EXISTS (SELECT 1 FROM figure_indicator i WHERE i.indicator = figure_part.indicator AND i.version = figure_part.version AND i.is_present = 1)
        GROUP BY 1, 2, 3, 4, 5
        """);

    // Parameter 6: after this one; 7: at most so many; 8: which, or null; 9: not those of this privacy, or null.
    private static readonly SqlQuery Subjects = new($"""
        SELECT DISTINCT subject FROM figure_part WHERE {Chosen} AND subject > ?6
        AND (?8 IS NULL OR (CASE WHEN is_excluded = 1 THEN 'excluded' WHEN is_exempt = 1 THEN 'exempt' WHEN counts = 1 THEN 'counted' ELSE 'missed' END) = ?8)
        AND (?9 IS NULL OR privacy <> ?9)
        ORDER BY subject LIMIT ?7
        """);

    private static readonly SqlQuery Names = new("SELECT id, payload FROM list_area WHERE id >= ?1 AND id < ?1 || 'g' AND length(id) <= CAST(?2 AS INTEGER)");

    /// <summary>Sums by area and by all dimensions together.</summary>
    /// <param name="session">Where.</param>
    /// <param name="figure">Of what.</param>
    /// <param name="digits">How many digits the codes of the parts have.</param>
    public static List<(string Area, string Cut, FigureSum Sum)> ByArea(DatabaseSession session, FigureRequest figure, int digits) => Bind(session, Groups, figure).Bind(6, digits).All(static row => (row.Text(0), row.Text(1), Sum(row, 2)));

    /// <summary>Sums by days, or by months.</summary>
    public static List<(string Period, FigureSum Sum)> ByTime(DatabaseSession session, FigureRequest figure, bool isByMonth) => Bind(session, Days, figure).Bind(6, isByMonth ? 7 : 10).All(static row => (row.Text(0), Sum(row, 2)));

    /// <summary>Every key of the present indicators with its sum.</summary>
    public static Dictionary<FigureKey, FigureSum> All(DatabaseSession session) =>
        session.Prepare(Keys).All(static row => (Key: new FigureKey(row.Text(0), row.Int32(1), row.Text(2), row.Text(3), row.Text(4)), Sum: Sum(row, 5))).ToDictionary(static row => row.Key, static row => row.Sum);

    /// <summary>The ids of those that a figure is made of.</summary>
    /// <param name="session">Where.</param>
    /// <param name="figure">Of what.</param>
    /// <param name="which">counted, missed, exempt or excluded; null: all.</param>
    /// <param name="without">Not those of this privacy, or null.</param>
    /// <param name="after">Those after this one.</param>
    /// <param name="most">At most so many.</param>
    public static List<string> Ids(DatabaseSession session, FigureRequest figure, string? which, string? without, string after, int most) =>
        Bind(session, Subjects, figure).Bind(6, after).Bind(7, most).Bind(8, which).Bind(9, without).All(static row => row.Text(0));

    /// <summary>The names of an area's parts, by code.</summary>
    public static Dictionary<string, string> NamesIn(DatabaseSession session, string area, int digits) =>
        session.Prepare(Names).Bind(1, area).Bind(2, digits).All(static row => JsonSerializer.Deserialize<AreaCard>(row.Text(1), FactRecords.Json)!).ToDictionary(static card => card.Code, static card => card.Name, StringComparer.Ordinal);

    private static Statement Bind(DatabaseSession session, SqlQuery query, FigureRequest figure) => session.Prepare(query)
        .Bind(1, figure.Indicator).Bind(2, figure.Version).Bind(3, FigureTable.DayText(figure.Period.From)).Bind(4, FigureTable.DayText(figure.Period.Until)).Bind(5, figure.Area);

    private static FigureSum Sum(Statement row, int from) =>
        new(row.Int64(from), row.Int64(from + 1), row.Int64(from + 2), row.Int64(from + 3), row.Int64(from + 4), row.Int64(from + 5), row.Int64(from + 6));
}

/// <summary>What is asked of a figure.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Version">Its version.</param>
/// <param name="Area">The area; empty: the city.</param>
/// <param name="Period">The days.</param>
internal sealed record FigureRequest(string Indicator, int Version, string Area, FigurePeriod Period);

/// <summary>The finest that figures are kept by.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Version">Its version.</param>
/// <param name="Area">The most exact area known.</param>
/// <param name="Day">The day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Cut">The values of its dimensions, as a JSON array.</param>
public sealed record FigureKey(string Indicator, int Version, string Area, string Day, string Cut);
