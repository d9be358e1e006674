using CityActors.Silo.Attachments;
using CityActors.Silo.Stores;
using CityActors.Silo.Tests.Live;
using CityActors.Storage;

namespace CityActors.Silo.Tests.Attachments;

/// <summary>Pictures in the city's database, whichever it is.</summary>
public sealed class AttachmentStoreTests
{
    private static readonly DateTimeOffset at = SmallTown.Start;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Pictures_AreKeptOnceForEachOrder_AndErasedWithTheHomeBehindIt(string kind)
    {
        Assert.SkipUnless(kind == "sqlite" || Store.Missing is null, $"NOT RUN: {Store.Missing}");
        using var folder = new TempFolder();
        await using var database = Database.Open(new DatabaseOptions
        {
            Folder = folder.Path,
            Store = kind == "sqlite" ? "" : Store.NewDatabase(),
            Schema = [.. CityTables.Schema, AttachmentStore.Schema],
        });
        var store = new AttachmentStore(database);
        await Told(database, 1, "order-1", "home-1.inactivity.home.1");
        await Told(database, 2, "order-2", "home-11.inactivity.home.1");
        var picture = new NewAttachment("aa", "image/png", at, "officer-1", "officer", "", "门前", [1, 0, 255]);
        foreach (var order in (string[])["order-1", "order-2"])
        {
            await store.Keep(order, picture);
            await store.Keep(order, picture with { Note = "another", Content = [9] });
        }

        await store.Keep("order-2", picture with { Hash = "bb" });
        await store.LetGo("order-2", "bb");

        Assert.Equal([new KeptAttachment("aa", "image/png", 3, at, "officer-1", "officer", "", "门前")], await store.Read("order-1"));
        Assert.Equal([1, 0, 255], await store.ReadContent("order-1", "aa"));
        Assert.Null(await store.ReadContent("order-2", "bb"));

        await store.EraseOf("home-1");

        Assert.Empty(await store.Read("order-1"));
        Assert.Single(await store.Read("order-2"));
    }

    private static Task Told(Database database, long number, string order, string report) => database.Write(session => session
        .Prepare(new SqlQuery("""
            INSERT INTO fact_log (number, partition, owner, subject, id, type, area, at, recorded_at, is_internal, payload)
            VALUES (?1, 1, 'x', ?2, 'x', 'order', '4301', '2025-10-13T00:00:00Z', '2025-10-13T00:00:00Z', 0, ?3)
            """))
        .Bind(1, number).Bind(2, order).Bind(3, $$"""{"order":{"reports":["{{report}}"] } }""").Execute());
}
