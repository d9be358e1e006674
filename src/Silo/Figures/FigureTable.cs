using System.Globalization;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Figures;
using CityActors.Packs.Format;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Figures;

/// <summary>The tables behind the figures: what each case, line, order and alert adds, and up to which fact. A projection, which can be dropped and made again.</summary>
internal static class FigureTable
{
    private static readonly SqlQuery SelectPosition = new("SELECT sequence, digest FROM figure_position WHERE id = 1");

    private static readonly SqlQuery UpsertPosition = new("""
        INSERT INTO figure_position (id, sequence, digest) VALUES (1, ?1, ?2)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest
        """);

    private static readonly SqlQuery DeleteSubject = new("""
        DELETE FROM figure_part WHERE subject = ?1
        AND EXISTS (SELECT 1 FROM figure_indicator i WHERE i.indicator = figure_part.indicator AND i.version = figure_part.version AND i.is_present = 1)
        """);

    private static readonly SqlQuery DeletePresent = new("""
        DELETE FROM figure_part
        WHERE EXISTS (SELECT 1 FROM figure_indicator i WHERE i.indicator = figure_part.indicator AND i.version = figure_part.version AND i.is_present = 1)
        """);

    private static readonly SqlQuery InsertPart = new("""
        INSERT INTO figure_part (subject, indicator, version, line, day, area, cut, counts, is_exempt, is_excluded, value, privacy)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """);

    private static readonly SqlQuery EndAll = new("UPDATE figure_indicator SET is_present = 0");

    private static readonly SqlQuery UpsertIndicator = new("""
        INSERT INTO figure_indicator (indicator, version, is_present, definition) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT (indicator, version) DO UPDATE SET is_present = 1, definition = excluded.definition
        """);

    private static readonly SqlQuery SelectVersions = new("SELECT version, definition FROM figure_indicator WHERE indicator = ?1 ORDER BY version");

    private static readonly SqlQuery SelectSubject = new($"""
        SELECT {Columns} FROM figure_part WHERE subject = ?1
        AND EXISTS (SELECT 1 FROM figure_indicator i WHERE i.indicator = figure_part.indicator AND i.version = figure_part.version AND i.is_present = 1)
        ORDER BY indicator, line
        """);

    private static readonly SqlQuery SelectSubjects = new("SELECT DISTINCT subject FROM figure_part WHERE subject > ?1 ORDER BY subject LIMIT ?2");

    private const string Columns = "indicator, version, subject, line, day, area, cut, counts, is_exempt, is_excluded, value, privacy";

    /// <summary>The tables.</summary>
    public static SchemaPart Schema { get; } = new("figures", [
        """
        CREATE TABLE figure_position (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, digest TEXT NOT NULL);
        CREATE TABLE figure_indicator (
            indicator TEXT NOT NULL, version INTEGER NOT NULL, is_present INTEGER NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (indicator, version)) WITHOUT ROWID;
        CREATE TABLE figure_part (
            subject TEXT NOT NULL, indicator TEXT NOT NULL, version INTEGER NOT NULL, line INTEGER NOT NULL, day TEXT NOT NULL, area TEXT NOT NULL, cut TEXT NOT NULL,
            counts INTEGER NOT NULL, is_exempt INTEGER NOT NULL, is_excluded INTEGER NOT NULL, value INTEGER NOT NULL, privacy TEXT NOT NULL,
            PRIMARY KEY (subject, indicator, version, line)) WITHOUT ROWID;
        CREATE INDEX figure_part_day ON figure_part (indicator, version, day, area, cut, counts, is_exempt, is_excluded, value);
        """,
    ]);

    /// <summary>The last fact that the figures hold, and the digest of the indicators that they are of.</summary>
    public static (long Sequence, string Digest) Position(DatabaseSession session) => session.Prepare(SelectPosition).First(static row => (row.Int64(0), row.Text(1)));

    /// <summary>Begins anew with other indicators; versions that are none of them keep what they had.</summary>
    public static void Begin(DatabaseSession session, IReadOnlyList<CityIndicator> all, string digest)
    {
        session.Prepare(EndAll).Post();
        foreach (var spec in all.Select(static one => one.Spec))
        {
            session.Prepare(UpsertIndicator).Bind(1, spec.Indicator).Bind(2, spec.Version).Bind(3, JsonSerializer.Serialize(spec, PackJson.Options)).Post();
        }

        session.Prepare(DeletePresent).Post();
        session.Prepare(UpsertPosition).Bind(1, 0).Bind(2, digest).Post();
    }

    /// <summary>Puts what some subjects add in the place of what they added before, and notes up to which fact, in one commit.</summary>
    public static void Write(DatabaseSession session, IEnumerable<KeyValuePair<string, IReadOnlyList<FigurePart>>> subjects, long reached, string digest)
    {
        foreach (var (subject, parts) in subjects)
        {
            session.Prepare(DeleteSubject).Bind(1, subject).Post();
            foreach (var part in parts)
            {
                session.Prepare(InsertPart).Bind(1, subject).Bind(2, part.Indicator).Bind(3, part.Version).Bind(4, part.Line).Bind(5, DayText(part.Day)).Bind(6, part.Area).Bind(7, part.Cut)
                    .Bind(8, part.Counts ? 1 : 0).Bind(9, part.IsExempt ? 1 : 0).Bind(10, part.IsExcluded ? 1 : 0).Bind(11, part.Value).Bind(12, ListWriter.Name(part.Privacy)).Post();
            }
        }

        session.Prepare(UpsertPosition).Bind(1, reached).Bind(2, digest).Post();
    }

    /// <summary>The versions of an indicator that ever were.</summary>
    public static List<IndicatorSpec> Versions(DatabaseSession session, string indicator) =>
        session.Prepare(SelectVersions).Bind(1, indicator).All(static row => JsonSerializer.Deserialize<IndicatorSpec>(row.Text(1), PackJson.Options)!);

    /// <summary>What a subject adds to the present indicators.</summary>
    public static List<FigurePart> PartsOf(DatabaseSession session, string subject) => session.Prepare(SelectSubject).Bind(1, subject).All(Part);

    /// <summary>The subjects that add anything, in the order of their ids.</summary>
    public static List<string> Subjects(DatabaseSession session, string after, int most) => session.Prepare(SelectSubjects).Bind(1, after).Bind(2, most).All(static row => row.Text(0));

    /// <summary>A day as it stands in the tables.</summary>
    public static string DayText(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static FigurePart Part(Statement row) => new(
        row.Text(0), row.Int32(1), row.Text(2), row.Int64(3), DateOnly.ParseExact(row.Text(4), "yyyy-MM-dd", CultureInfo.InvariantCulture), row.Text(5), row.Text(6),
        row.Int64(7) != 0, row.Int64(8) != 0, row.Int64(9) != 0, row.Int64(10), Enum.Parse<CasePrivacy>(row.Text(11), ignoreCase: true));
}
