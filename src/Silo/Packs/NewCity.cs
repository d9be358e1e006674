using CityActors.Packs;
using CityActors.Packs.Switches;

namespace CityActors.Silo.Packs;

/// <summary>With which packs a new city begins.</summary>
internal static class NewCity
{
    /// <summary>What is done with them.</summary>
    /// <exception cref="FormatException">The city's file is missing or wrong.</exception>
    public static IReadOnlyList<PackAct> Acts(SiloSettings settings, PackSet packs, DateTimeOffset now)
    {
        if (settings.City.Length == 0)
        {
            return [.. PackBook.AllOn(packs).Acts.Select(act => act with { By = PackStart.By, BookedAt = now, Reason = "as the city began" })];
        }

        var file = $"cities/{settings.City}.json";
        var path = Path.Combine(settings.Seeds, "cities", $"{settings.City}.json");
        if (settings.City.Any(static c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') || !File.Exists(path))
        {
            throw new FormatException($"C1 {file}: there is no such city: write the file, or leave the setting City out");
        }

        var content = File.ReadAllBytes(path);
        var spec = CitySpec.Read(content, file, out var faults);
        var acts = spec?.Acts(content, file, packs, now, out faults);
        return acts is not null && faults.Count == 0 ? acts : throw new FormatException(string.Join("; ", faults));
    }
}

/// <summary>What is worth telling of the packs as a Silo starts, kept until there is a log.</summary>
public sealed class PackNotes
{
    private readonly List<string> notes = [];

    /// <summary>Adds one.</summary>
    public void Add(string note) => notes.Add(note);

    /// <summary>Tells all.</summary>
    public void ForEach(Action<string> tell) => notes.ForEach(tell);
}
