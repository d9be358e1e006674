namespace CityActors.Client.Api;

/// <content>Figures.</content>
public sealed partial class CityClient
{
    /// <summary>Works out every figure anew from the histories.</summary>
    public Task<FiguresVerdict> VerifyFigures(CancellationToken cancellation) => Ask<FiguresVerdict>(new Call(HttpMethod.Get, "/v1/indicators/verify"), cancellation);
}

/// <summary>What came of working out every figure anew.</summary>
/// <param name="Fact">The last fact that the figures held.</param>
/// <param name="IsQuiet">Whether nothing happened meanwhile.</param>
/// <param name="Subjects">How many cases, orders and alerts were looked at.</param>
/// <param name="Keys">How many keys there are.</param>
/// <param name="Different">How many of them differ.</param>
/// <param name="Differences">These, at most 1,000.</param>
public sealed record FiguresVerdict(long Fact, bool IsQuiet, int Subjects, int Keys, int Different, IReadOnlyList<FigureDifference> Differences);

/// <summary>A figure that differs.</summary>
/// <param name="Key">Which.</param>
/// <param name="Subjects">The cases, orders and alerts that make the difference.</param>
public sealed record FigureDifference(FigureDifferenceKey Key, IReadOnlyList<string> Subjects);

/// <summary>Which figure differs.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Version">Its version.</param>
/// <param name="Area">The area.</param>
/// <param name="Day">The day.</param>
/// <param name="Cut">The values of its dimensions.</param>
public sealed record FigureDifferenceKey(string Indicator, int Version, string Area, string Day, string Cut);
