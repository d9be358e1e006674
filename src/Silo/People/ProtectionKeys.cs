using System.Xml.Linq;
using CityActors.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CityActors.Silo.People;

/// <summary>
/// The keys that protect what a browser carries to an issuer and back, in the city's database: nowhere else on disk, and the same for all Silos,
/// since a sign-in may come back to another one than it began at.
/// </summary>
/// <param name="database">The city's database.</param>
internal sealed class ProtectionKeys(Database database) : IXmlRepository
{
    private static readonly SqlQuery SelectAll = new("SELECT xml FROM protection_key ORDER BY name");
    private static readonly SqlQuery Insert = new("INSERT INTO protection_key (name, xml) VALUES (?1, ?2)");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("protection-key", ["CREATE TABLE protection_key (name TEXT PRIMARY KEY, xml TEXT NOT NULL);"]);

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. database.Read(static session => session.Prepare(SelectAll).All(static row => row.Text(0))).GetAwaiter().GetResult().Select(static xml => XElement.Parse(xml))]; // The library waits; about once a day.

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => database.Write(session =>
    {
        session.Serialize();
        session.Prepare(Insert).Bind(1, friendlyName).Bind(2, element.ToString(SaveOptions.DisableFormatting)).Post();
        return true;
    }).GetAwaiter().GetResult();
}
