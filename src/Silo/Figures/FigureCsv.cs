using System.Globalization;
using System.Text;
using CityActors.Tables;

namespace CityActors.Silo.Figures;

/// <summary>Figures as a table with commas: the total first, then its parts; what a figure is made of stands in each line.</summary>
internal static class FigureCsv
{
    private static readonly string[] columns =
    [
        "indicator", "version", "from", "until", "area", "name", "by", "period", "value", "numerator", "denominator", "exempt", "excluded", "raw-value", "raw-numerator", "raw-denominator", "year-before", "change", "rank", "hidden",
    ];

    /// <summary>The answer, UTF-8 with a mark, so that spreadsheets read Chinese names.</summary>
    public static IResult Of(FiguresAnswer answer) => Results.Text(
        CsvTable.Write(columns, answer.Rows.Prepend(new FigureRow(answer.Area, "", "", "", answer.Total, answer.YearBefore, answer.Change, null)).Select(row => Cells(answer, row))), "text/csv", Encoding.UTF8);

    private static string[] Cells(FiguresAnswer answer, FigureRow row)
    {
        var figure = row.Figure;
        return
        [
            answer.Indicator.Indicator, Text(answer.Indicator.Version), FigureTable.DayText(answer.From), FigureTable.DayText(answer.Until), row.Area, row.Name, row.By, row.Period,
            Text(figure.Value), Text(figure.Numerator), Text(figure.Denominator), Text(figure.Exempt), Text(figure.Excluded), Text(figure.RawValue), Text(figure.RawNumerator), Text(figure.RawDenominator),
            Text(row.YearBefore?.Value), Text(row.Change), Text(row.Rank), figure.IsHidden ? "true" : "",
        ];
    }

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
