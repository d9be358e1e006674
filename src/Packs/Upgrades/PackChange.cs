namespace CityActors.Packs.Upgrades;

/// <summary>What a change means for a city that runs the old version.</summary>
public enum ChangeClass
{
    /// <summary>Only what people read, or what tests read, differs.</summary>
    Text,

    /// <summary>There is more than before, and nothing less: a minor version.</summary>
    Wider,

    /// <summary>Something is gone, narrower, or means something else: a major version.</summary>
    Other,
}

/// <summary>One difference between two versions of a pack.</summary>
/// <param name="Class">Its class.</param>
/// <param name="File">The file.</param>
/// <param name="Path">Where in the file, by names, for example <c>$.rules[smoke].off-delay</c>.</param>
/// <param name="What">Before and after.</param>
public sealed record PackChange(ChangeClass Class, string File, string Path, string What);

/// <summary>What differs between two versions of a pack, and what of it may not be.</summary>
/// <param name="Changes">The differences, by file and place.</param>
/// <param name="Faults">What is wrong: U1, U4 or N2; empty: the new version may follow the old one.</param>
public sealed record PackDifference(IReadOnlyList<PackChange> Changes, IReadOnlyList<PackFault> Faults);
