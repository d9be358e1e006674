namespace CityActors.Packs;

/// <summary>What is wrong with a pack. One is enough, and nothing of the pack is loaded.</summary>
/// <param name="Code">A code of the list in <c>docs/packs.md</c>, for example <c>N1</c>.</param>
/// <param name="File">The file, within the pack's folder.</param>
/// <param name="Line">The line, from 1; 0: the file as a whole.</param>
/// <param name="Path">Where in the file, for example <c>$.rules[2].levels[0].from</c>.</param>
/// <param name="What">What is wrong and how to mend it.</param>
public sealed record PackFault(string Code, string File, int Line, string Path, string What)
{
    /// <summary>The code of a skill that nobody can have. Earlier versions let it pass, so a city that has such a pack still starts.</summary>
    public const string UnknownSkill = "N7";

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {File}{(Line > 0 ? $":{Line}" : "")} {Path}: {What}";
}
