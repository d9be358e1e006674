namespace CityActors.WorkOrders;

/// <summary>What may become a work order, and by which rules: the categories by code. Immutable; the data is <c>seeds/catalogue</c>.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Category> byCode;
    private readonly Dictionary<string, Category> byAlertKind;

    internal Catalogue(IReadOnlyList<Department> departments, IReadOnlyList<Category> categories)
    {
        Departments = departments;
        Categories = categories;
        byCode = categories.ToDictionary(static category => category.Code, StringComparer.Ordinal);
        byAlertKind = categories
            .SelectMany(static category => category.AlertKinds, static (category, kind) => (kind, category))
            .ToDictionary(static pair => pair.kind, static pair => pair.category, StringComparer.Ordinal);
    }

    /// <summary>The departments, in the order of the file.</summary>
    public IReadOnlyList<Department> Departments { get; }

    /// <summary>The categories, in the order of the file.</summary>
    public IReadOnlyList<Category> Categories { get; }

    /// <summary>Reads a catalogue from its JSON text.</summary>
    /// <param name="json">The text, as in <c>seeds/catalogue/tianxin.json</c>.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="FormatException">The text is not a catalogue; the message lists every fault with file, line and entry.</exception>
    public static Catalogue Parse(string json, string source) => CatalogueFile.Parse(json, source);

    /// <summary>The category of that code, or null.</summary>
    public Category? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The category that an alert of that kind becomes.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue names none.</exception>
    public Category OfAlert(string alertKind) => byAlertKind.TryGetValue(alertKind, out var category)
        ? category
        : throw new KeyNotFoundException($"No category of the catalogue names the alert kind '{alertKind}' in its 'alertKinds': add it there.");
}
