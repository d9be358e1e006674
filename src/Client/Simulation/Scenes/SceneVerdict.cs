using System.Text.Json.Serialization;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>What came of a scene beside what was to come of it.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Scene">The scene.</param>
/// <param name="Injected">What must be found.</param>
/// <param name="Harmless">What must not alarm.</param>
/// <param name="Found">What was found in time and as it must be.</param>
/// <param name="Missed">What was not.</param>
/// <param name="NotDueYet">Not found, and the time ended before it had to be.</param>
/// <param name="NotJudged">What only rules find on which this version does not act.</param>
/// <param name="False">Alerts that nothing explains.</param>
/// <param name="DelaySeconds">From the beginning to the alert, seconds; null: nothing was found.</param>
/// <param name="Level">The highest level reached; 0: none has levels.</param>
/// <param name="Orders">Orders that followed.</param>
internal sealed record SceneVerdict(
    string Pack, string Scene, int Injected, int Harmless, int Found, int Missed, int NotDueYet, int NotJudged, int False, Spread? DelaySeconds, int Level, int Orders)
{
    /// <summary>What is not as it must be: where in the scene's file, and a sentence.</summary>
    [JsonIgnore]
    public IReadOnlyList<SceneFaultFound> Faults { get; init; } = [];

    /// <summary>Which alerts were raised on which kinds of thing.</summary>
    [JsonIgnore]
    public IReadOnlySet<(string Thing, string Alert)> Raised { get; init; } = new HashSet<(string, string)>();
}

/// <summary>Something that is not as a scene says.</summary>
/// <param name="Path">Where in the scene's file.</param>
/// <param name="What">What was expected and what came.</param>
/// <param name="IsWrong">True: something came that is not as it must be. False: nothing came, or something that nothing explains, which is counted elsewhere, too.</param>
internal sealed record SceneFaultFound(string Path, string What, bool IsWrong);
