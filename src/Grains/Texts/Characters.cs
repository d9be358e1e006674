namespace CityActors.Texts;

/// <summary>Counts characters as Unicode does: an emoji or a rare Chinese character is one, although it takes two places in memory.</summary>
public static class Characters
{
    /// <summary>How many Unicode characters (scalar values) a text has.</summary>
    public static int In(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
