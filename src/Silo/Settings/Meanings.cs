using System.Reflection;
using System.Xml.Linq;

namespace CityActors.Silo.Settings;

/// <summary>What the parameters of the rules mean: their documentation, which the build puts beside the program.</summary>
internal static class Meanings
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(static () =>
        Path.Combine(AppContext.BaseDirectory, "CityActors.Grains.xml") is var file && File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal)
            : []);

    /// <summary>What a property means, or null where the file is missing.</summary>
    public static string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!.FullName;
        var parameters = Members.Value.GetValueOrDefault($"T:{type}")?.Elements("param") ?? [];
        var text = Members.Value.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary")
            ?? parameters.FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name);
        var words = string.Concat(text?.Nodes().Select(Plain) ?? []).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    private static string Plain(XNode node) => node switch
    {
        XElement { Value.Length: > 0 } element => element.Value,
        XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? "",
        XText text => text.Value,
        _ => "",
    };
}
