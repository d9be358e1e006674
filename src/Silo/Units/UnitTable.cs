using CityActors.Rights;
using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.Units;

/// <summary>Units, posts and appointments, in the city's database; each change is in the audit, in the same transaction. Nothing is ever deleted: an appointment that ended stays.</summary>
/// <param name="database">The city's database.</param>
public sealed class UnitTable(Database database)
{
    private const string PostColumns = "post.code, post.unit, post.role, post.area, post.seats";
    private const string AppointmentColumns = "appointment.number, appointment.post, appointment.account, appointment.person, appointment.from_at, appointment.until_at, appointment.deputy_of";

    private static readonly SqlQuery AllUnits = new("SELECT code, parent, english, chinese, area, kind FROM unit ORDER BY code");
    private static readonly SqlQuery OneUnit = new("SELECT code, parent, english, chinese, area, kind FROM unit WHERE code = ?1");
    private static readonly SqlQuery PageOfUnits = new("SELECT code, parent, english, chinese, area, kind FROM unit WHERE code > ?1 AND substr(area, 1, length(?2)) = ?2 ORDER BY code LIMIT ?3");
    private static readonly SqlQuery UpsertUnit = new("""
        INSERT INTO unit (code, parent, english, chinese, area, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, english = excluded.english, chinese = excluded.chinese, area = excluded.area, kind = excluded.kind
        """);

    private static readonly SqlQuery OnePost = new($"SELECT {PostColumns} FROM post WHERE code = ?1");
    private static readonly SqlQuery PageOfPosts = new($"SELECT {PostColumns} FROM post WHERE code > ?1 AND substr(area, 1, length(?2)) = ?2 AND (?4 IS NULL OR unit = ?4) ORDER BY code LIMIT ?3");
    private static readonly SqlQuery UpsertPost = new("""
        INSERT INTO post (code, unit, role, area, seats) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, role = excluded.role, area = excluded.area, seats = excluded.seats
        """);

    private static readonly SqlQuery OfPost = new($"SELECT {AppointmentColumns} FROM appointment WHERE post = ?1 ORDER BY number");
    private static readonly SqlQuery OneAppointment = new($"SELECT {AppointmentColumns} FROM appointment WHERE number = ?1");
    private static readonly SqlQuery LastNumber = new("SELECT coalesce(max(number), 0) FROM appointment");
    private static readonly SqlQuery OfAccount = new($"""
        SELECT {AppointmentColumns}, {PostColumns}, unit.kind FROM appointment JOIN post ON post.code = appointment.post JOIN unit ON unit.code = post.unit
        WHERE appointment.account = ?1 ORDER BY appointment.number
        """);

    private static readonly SqlQuery Holding = new($"""
        SELECT {AppointmentColumns}, {PostColumns}, unit.kind FROM appointment JOIN post ON post.code = appointment.post JOIN unit ON unit.code = post.unit
        WHERE appointment.from_at <= ?1 AND (appointment.until_at IS NULL OR appointment.until_at > ?1) ORDER BY appointment.number
        """);

    private static readonly SqlQuery Insert = new("INSERT INTO appointment (number, post, account, person, from_at, until_at, deputy_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private static readonly SqlQuery End = new("UPDATE appointment SET until_at = ?2 WHERE number = ?1");

    private static readonly SqlQuery AccountsOfRole = new("SELECT DISTINCT role, area FROM person WHERE disabled_at IS NULL");

    /// <summary>The tables.</summary>
    public static SchemaPart Schema { get; } = new("units", [
        """
        CREATE TABLE unit (code TEXT PRIMARY KEY, parent TEXT NOT NULL, english TEXT NOT NULL, chinese TEXT NOT NULL, area TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE post (code TEXT PRIMARY KEY, unit TEXT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, seats INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX post_unit ON post (unit, code);
        CREATE TABLE appointment (
            number INTEGER PRIMARY KEY, post TEXT NOT NULL, account TEXT NOT NULL, person TEXT NOT NULL, from_at TEXT NOT NULL, until_at TEXT, deputy_of INTEGER);
        CREATE INDEX appointment_account ON appointment (account, number);
        CREATE INDEX appointment_post ON appointment (post, number);
        """,
    ]);

    /// <summary>All units.</summary>
    public Task<List<Unit>> Units() => database.Read(static session => session.Prepare(AllUnits).All(UnitOf));

    /// <summary>Units of an area, by code.</summary>
    public Task<List<Unit>> Units(string after, string area, int limit) => database.Read(session => session.Prepare(PageOfUnits).Bind(1, after).Bind(2, area).Bind(3, limit).All(UnitOf));

    /// <summary>Posts of an area, by code.</summary>
    public Task<List<Post>> Posts(string after, string area, int limit, string? unit) =>
        database.Read(session => session.Prepare(PageOfPosts).Bind(1, after).Bind(2, area).Bind(3, limit).Bind(4, unit).All(static row => PostOf(row, 0)));

    /// <summary>A post, or null.</summary>
    public Task<Post?> FindPost(string code) => database.Read(session => session.Prepare(OnePost).Bind(1, code).First(static row => PostOf(row, 0)));

    /// <summary>The appointments of a post, past ones too.</summary>
    public Task<List<Appointment>> AppointmentsOf(string post) => database.Read(session => session.Prepare(OfPost).Bind(1, post).All(AppointmentOf));

    /// <summary>An appointment, or null.</summary>
    public Task<Appointment?> FindAppointment(long number) => database.Read(session => session.Prepare(OneAppointment).Bind(1, number).First(AppointmentOf));

    /// <summary>What an account is appointed to, past and future too.</summary>
    public Task<List<HeldPost>> HeldBy(string account) => database.Read(session => session.Prepare(OfAccount).Bind(1, account).All(HeldOf));

    /// <summary>All appointments that hold at an instant.</summary>
    public Task<List<HeldPost>> HeldAt(DateTimeOffset at) => database.Read(session => session.Prepare(Holding).Bind(1, at).All(HeldOf));

    /// <summary>The roles of accounts that people have, each with its area.</summary>
    public Task<List<(string Role, string Area)>> Accounts() => database.Read(static session => session.Prepare(AccountsOfRole).All(static row => (row.Text(0), row.Text(1))));

    /// <summary>Changes units, posts or appointments, one change after the other.</summary>
    /// <param name="act">What stands in the audit if it is done.</param>
    /// <param name="change">Reads what is there, and changes it; null: nothing was done.</param>
    public Task<T?> Change<T>(AuditAct act, Func<UnitChange, T?> change)
        where T : class => database.Write(session =>
    {
        session.Serialize();
        var done = change(new UnitChange(session));
        if (done is not null)
        {
            AuditLog.Append(session, act);
        }

        return done;
    });

    private static Unit UnitOf(Statement row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5));

    private static Post PostOf(Statement row, int from) => new(row.Text(from), row.Text(from + 1), row.Text(from + 2), row.Text(from + 3), row.Int32(from + 4));

    private static Appointment AppointmentOf(Statement row) => new(
        row.Int64(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.IsNull(5) ? null : row.Instant(5), row.IsNull(6) ? null : row.Int64(6));

    private static HeldPost HeldOf(Statement row) => new(PostOf(row, 7), row.Text(12), AppointmentOf(row));

    /// <summary>A change that is under way.</summary>
    /// <param name="session">Its transaction.</param>
    public sealed class UnitChange(DatabaseSession session)
    {
        /// <summary>All units.</summary>
        public List<Unit> Units() => session.Prepare(AllUnits).All(UnitOf);

        /// <summary>A unit, or null.</summary>
        public Unit? Unit(string code) => session.Prepare(OneUnit).Bind(1, code).First(UnitOf);

        /// <summary>A post, or null.</summary>
        public Post? Post(string code) => session.Prepare(OnePost).Bind(1, code).First(static row => PostOf(row, 0));

        /// <summary>The appointments of a post.</summary>
        public List<Appointment> AppointmentsOf(string post) => session.Prepare(OfPost).Bind(1, post).All(AppointmentOf);

        /// <summary>Puts a unit.</summary>
        public void Put(Unit unit)
        {
            ArgumentNullException.ThrowIfNull(unit);
            session.Prepare(UpsertUnit).Bind(1, unit.Code).Bind(2, unit.Parent).Bind(3, unit.English).Bind(4, unit.Chinese).Bind(5, unit.Area).Bind(6, unit.Kind).Post();
        }

        /// <summary>Puts a post.</summary>
        public void Put(Post post)
        {
            ArgumentNullException.ThrowIfNull(post);
            session.Prepare(UpsertPost).Bind(1, post.Code).Bind(2, post.Unit).Bind(3, post.Role).Bind(4, post.Area).Bind(5, post.Seats).Post();
        }

        /// <summary>Adds an appointment.</summary>
        /// <returns>It with its number.</returns>
        public Appointment Add(Appointment appointment)
        {
            ArgumentNullException.ThrowIfNull(appointment);
            var numbered = appointment with { Number = session.Prepare(LastNumber).First(static row => row.Int64(0)) + 1 };
            session.Prepare(Insert).Bind(1, numbered.Number).Bind(2, numbered.Post).Bind(3, numbered.Account).Bind(4, numbered.Person).Bind(5, numbered.From).Bind(6, numbered.Until).Bind(7, numbered.DeputyOf).Post();
            return numbered;
        }

        /// <summary>Ends an appointment.</summary>
        public void EndAt(long number, DateTimeOffset until) => session.Prepare(End).Bind(1, number).Bind(2, until).Post();
    }
}
