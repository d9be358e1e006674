using System.Globalization;
using System.Text;

namespace CityActors.Silo.Figures;

/// <summary>Figures as a table with commas: the total first, then its parts; what a figure is made of stands in each line.</summary>
internal static class FigureCsv
{
    private const string Head = "indicator,version,from,until,area,name,by,period,value,numerator,denominator,exempt,excluded,raw-value,raw-numerator,raw-denominator,year-before,change,rank,hidden";

    /// <summary>The answer, UTF-8 with a mark, so that spreadsheets read Chinese names.</summary>
    public static IResult Of(FiguresAnswer answer)
    {
        var text = new StringBuilder("\ufeff").Append(Head).Append("\r\n");
        Line(text, answer, new FigureRow(answer.Area, "", "", "", answer.Total, answer.YearBefore, answer.Change, null));
        foreach (var row in answer.Rows)
        {
            Line(text, answer, row);
        }

        return Results.Text(text.ToString(), "text/csv", Encoding.UTF8);
    }

    private static void Line(StringBuilder text, FiguresAnswer answer, FigureRow row)
    {
        var figure = row.Figure;
        string[] cells =
        [
            answer.Indicator.Indicator, Text(answer.Indicator.Version), FigureTable.DayText(answer.From), FigureTable.DayText(answer.Until), row.Area, row.Name, row.By, row.Period,
            Text(figure.Value), Text(figure.Numerator), Text(figure.Denominator), Text(figure.Exempt), Text(figure.Excluded), Text(figure.RawValue), Text(figure.RawNumerator), Text(figure.RawDenominator),
            Text(row.YearBefore?.Value), Text(row.Change), Text(row.Rank), figure.IsHidden ? "true" : "",
        ];
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
    }

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    // A cell that begins like a formula is one to spreadsheets; a minus is none before a number.
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
