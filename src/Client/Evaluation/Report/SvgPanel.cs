using System.Globalization;
using System.Text;

namespace CityActors.Client.Evaluation.Report;

/// <summary>One plot within a picture: two axes, lines with dots, a heading.</summary>
/// <param name="Heading">What it shows.</param>
/// <param name="Across">The axis across.</param>
/// <param name="Up">The axis upwards.</param>
/// <param name="Lines">What is drawn.</param>
internal sealed record SvgPanel(string Heading, SvgAxis Across, SvgAxis Up, IReadOnlyList<SvgLine> Lines)
{
    /// <summary>Room of a panel with its legends.</summary>
    public const int Width = 360;

    /// <summary>Room of a panel with its legends.</summary>
    public const int Height = 260;

    private const int Left = 52;
    private const int Top = 28;
    private const int PlotWidth = 290;
    private const int PlotHeight = 180;

    /// <summary>Draws it at a place of the picture.</summary>
    public void Draw(StringBuilder svg, int x, int y)
    {
        Add(svg, $"<g transform=\"translate({x},{y})\">");
        Add(svg, $"<text x=\"{Left}\" y=\"18\" font-weight=\"bold\">{Heading}</text>");
        Add(svg, $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\" fill=\"none\" stroke=\"#999\"/>");
        foreach (var (at, text) in Across.Marks)
        {
            Add(svg, $"<line x1=\"{X(at):0.#}\" y1=\"{Top}\" x2=\"{X(at):0.#}\" y2=\"{Top + PlotHeight}\" stroke=\"#e4e4e4\"/>");
            Add(svg, $"<text x=\"{X(at):0.#}\" y=\"{Top + PlotHeight + 14}\" text-anchor=\"middle\">{text}</text>");
        }

        foreach (var (at, text) in Up.Marks)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(at):0.#}\" x2=\"{Left + PlotWidth}\" y2=\"{Y(at):0.#}\" stroke=\"#e4e4e4\"/>");
            Add(svg, $"<text x=\"{Left - 6}\" y=\"{Y(at) + 4:0.#}\" text-anchor=\"end\">{text}</text>");
        }

        Add(svg, $"<text x=\"{Left + (PlotWidth / 2)}\" y=\"{Top + PlotHeight + 30}\" text-anchor=\"middle\">{Across.Name}</text>");
        foreach (var line in Lines)
        {
            Draw(svg, line);
        }

        Add(svg, $"</g>");
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Draw(StringBuilder svg, SvgLine line)
    {
        var points = string.Join(' ', line.Points.Select(point => FormattableString.Invariant($"{X(point.Across):0.#},{Y(point.Up):0.#}")));
        Add(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"1.8\"/>");
        foreach (var point in line.Points.Where(static point => point.Dot > 0))
        {
            Add(svg, $"<circle cx=\"{X(point.Across):0.#}\" cy=\"{Y(point.Up):0.#}\" r=\"{point.Dot}\" fill=\"{line.Colour}\"/>");
        }
    }

    private double X(double value) => Left + (Across.Place(value) * PlotWidth);

    private double Y(double value) => Top + ((1 - Up.Place(value)) * PlotHeight);
}

/// <summary>An axis of a plot.</summary>
/// <param name="Name">What stands beside it.</param>
/// <param name="Least">Where it begins.</param>
/// <param name="Most">Where it ends; what is beyond is drawn at its end.</param>
/// <param name="IsLogarithmic">Whether equal lengths are equal ratios.</param>
/// <param name="Marks">What is marked on it.</param>
internal sealed record SvgAxis(string Name, double Least, double Most, bool IsLogarithmic, IReadOnlyList<(double At, string Text)> Marks)
{
    /// <summary>Where on it a value is, 0 to 1.</summary>
    public double Place(double value)
    {
        var inside = Math.Clamp(value, Least, Most);
        return IsLogarithmic ? Math.Log(inside / Least) / Math.Log(Most / Least) : (inside - Least) / (Most - Least);
    }
}

/// <summary>A line of a plot.</summary>
/// <param name="Colour">As SVG writes it.</param>
/// <param name="Points">Where it goes; a dot's radius is 0 where there is none.</param>
internal sealed record SvgLine(string Colour, IReadOnlyList<(double Across, double Up, double Dot)> Points);
