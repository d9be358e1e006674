using CityActors.Storage;

namespace CityActors.Silo.Attachments;

/// <summary>The pictures of orders, in the city's database: a backup has them, and every Silo of a cluster.</summary>
/// <remarks>A row alone is not shown: the order's own line says that it belongs to it.</remarks>
/// <param name="database">The city's database.</param>
public sealed class AttachmentStore(Database database)
{
    private const string Described = "hash, type, length(content), at, actor, source, report, note";

    private static readonly SqlQuery Insert = new("""
        INSERT INTO attachment (order_id, hash, type, at, actor, source, report, note, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (order_id, hash) DO NOTHING
        """);

    private static readonly SqlQuery Select = new($"SELECT {Described} FROM attachment WHERE order_id = ?1 ORDER BY at, hash");
    private static readonly SqlQuery SelectOne = new("SELECT content FROM attachment WHERE order_id = ?1 AND hash = ?2");
    private static readonly SqlQuery Delete = new("DELETE FROM attachment WHERE order_id = ?1 AND hash = ?2");

    /// <summary>Every order with pictures that ever had a report of an entity: its facts, which stay, say so.</summary>
    private static readonly SqlQuery DeleteOfEntity = new("""
        DELETE FROM attachment WHERE order_id IN (
            SELECT a.order_id FROM attachment a
            WHERE EXISTS (SELECT 1 FROM fact_log f WHERE f.subject = a.order_id AND f.type = 'order' AND instr(f.payload, ?1) > 0))
        """);

    /// <summary>The table. What is large comes last, so that to list does not read it.</summary>
    public static SchemaPart Schema { get; } = new("attachment", [
        """
        CREATE TABLE attachment (
            order_id TEXT NOT NULL, hash TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL,
            report TEXT NOT NULL, note TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (order_id, hash));
        """,
    ]);

    /// <summary>Keeps a picture; one that is kept already stays as it is.</summary>
    public Task Keep(string order, NewAttachment wanted) => database.Write(
        session => session.Prepare(Insert).Bind(1, order).Bind(2, wanted.Hash).Bind(3, wanted.Type).Bind(4, wanted.At).Bind(5, wanted.Actor)
            .Bind(6, wanted.Source).Bind(7, wanted.Report).Bind(8, wanted.Note).Bind(9, wanted.Content).Execute(),
        wanted.Content.Length);

    /// <summary>Lets go of a picture that its order did not take.</summary>
    public Task LetGo(string order, string hash) => database.Write(session => session.Prepare(Delete).Bind(1, order).Bind(2, hash).Execute());

    /// <summary>What is kept for an order, the oldest first.</summary>
    public Task<List<KeptAttachment>> Read(string order) => database.Read(session => session.Prepare(Select).Bind(1, order).All(static row => new KeptAttachment(
        row.Text(0), row.Text(1), row.Int64(2), row.Instant(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7))));

    /// <summary>The bytes of a picture, or null.</summary>
    public Task<byte[]?> ReadContent(string order, string hash) =>
        database.Read(session => session.Prepare(SelectOne).Bind(1, order).Bind(2, hash).First(static row => row.Blob(0).ToArray()));

    /// <summary>Erases the pictures of all orders that an entity's alerts were behind.</summary>
    public Task EraseOf(string entity) => database.Write(session => session.Prepare(DeleteOfEntity).Bind(1, $"\"{entity}.").Execute());
}

/// <summary>A picture to be kept.</summary>
/// <param name="Hash">The SHA-256 of its bytes, hexadecimal.</param>
/// <param name="Type">Its type, for example <c>image/jpeg</c>.</param>
/// <param name="At">When it was sent, UTC.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Source">What the sender is to the order: <c>reporter</c>, <c>responder</c> or <c>officer</c>.</param>
/// <param name="Report">The report that it belongs to, or empty.</param>
/// <param name="Note">What it shows, or empty.</param>
/// <param name="Content">Its bytes.</param>
public sealed record NewAttachment(string Hash, string Type, DateTimeOffset At, string Actor, string Source, string Report, string Note, byte[] Content);

/// <summary>A picture that is kept.</summary>
/// <param name="Hash">The SHA-256 of its bytes, hexadecimal.</param>
/// <param name="Type">Its type.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="At">When it was sent, UTC.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Source">What the sender is to the order.</param>
/// <param name="Report">The report that it belongs to, or empty.</param>
/// <param name="Note">What it shows, or empty.</param>
public sealed record KeptAttachment(string Hash, string Type, long Bytes, DateTimeOffset At, string Actor, string Source, string Report, string Note);
