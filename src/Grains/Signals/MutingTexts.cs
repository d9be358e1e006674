using CityActors.Alerts;
using CityActors.Terminals;

namespace CityActors.Signals;

/// <summary>Explains what is raised after something larger was over.</summary>
internal static class MutingTexts
{
    /// <summary>What was found meanwhile and went on.</summary>
    public static Explanation Again(Finding finding)
    {
        var span = finding.At - (finding.Since ?? finding.At);
        return finding.Why with
        {
            English = $"{finding.Why.English}; something larger held here meanwhile, and it went on for {TerminalTexts.Span(span)} after that was over",
            Chinese = $"{finding.Why.Chinese}；期间所在区域有整体性异常，解除后又持续{TerminalTexts.SpanZh(span)}",
        };
    }
}
