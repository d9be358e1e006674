using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Storage;

namespace CityActors.Silo.Packs;

/// <summary>What becomes of the packs of a folder as a Silo starts.</summary>
/// <remarks>
/// A new city begins as its file says. Later, a version that the folder has and the city has not is installed, and takes the place of the former one from then on wherever that is on.
/// The same version with other content is refused: what the city was judged by would change without a name.
/// </remarks>
internal static class PackStart
{
    /// <summary>Who books what is done at the start.</summary>
    public const string By = "start";

    /// <summary>Takes the packs of a folder.</summary>
    /// <param name="database">The city's database.</param>
    /// <param name="folder">The packs of the folder, checked.</param>
    /// <param name="begin">What is done with them in a new city.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="earliest">The first instant, UTC, from which anything may be booked.</param>
    /// <param name="note">Takes what is worth telling.</param>
    /// <exception cref="FormatException">A pack cannot be taken.</exception>
    public static Task<PackBook> Take(
        Database database, PackSet folder, Func<DateTimeOffset, IReadOnlyList<PackAct>> begin, DateTimeOffset now, DateTimeOffset earliest, Action<string> note) => database.Write(session =>
    {
        session.Serialize();
        var known = folder.All.ToDictionary(static pack => pack.Digest, StringComparer.Ordinal);
        var isNew = PackStore.Last(session) == 0;
        if (isNew)
        {
            var acts = PackStore.OfBefore(session, now) is { Count: > 0 } before ? before : Begin(session, folder, begin(now), now);
            foreach (var act in acts)
            {
                PackStore.Add(session, act);
            }
        }

        var book = PackStore.Read(session, known);
        foreach (var pack in folder.All.Where(pack => !book.Versions.ContainsKey(pack.Digest)))
        {
            if (PackStore.VersionsOf(session, pack.Name).LastOrDefault(other => other.Version == pack.Manifest.Version) is { Digest: { } taken }
                && taken != pack.Digest && book.Acts.Any(act => act.Act == PackActKind.On && act.Digest == taken))
            {
                throw new FormatException(SwitchRules.VersionTaken(pack));
            }

            book = Install(session, book, pack, now, earliest, note);
        }

        var wrong = book.Packs.All.SelectMany(pack => PackCheck.Run(pack, book.Packs).Where(static fault => fault.Code != PackFault.UnknownSkill).Select(fault => $"{pack.Name}: {fault}")).ToList();
        return wrong.Count == 0 ? book : throw new FormatException($"the packs that the city has do not go with each other: {string.Join("; ", wrong)}");
    });

    private static IReadOnlyList<PackAct> Begin(DatabaseSession session, PackSet folder, IReadOnlyList<PackAct> acts, DateTimeOffset now)
    {
        foreach (var pack in folder.All)
        {
            PackStore.Add(session, pack, now);
        }

        return acts;
    }

    private static PackBook Install(DatabaseSession session, PackBook book, PackFiles pack, DateTimeOffset now, DateTimeOffset earliest, Action<string> note)
    {
        PackStore.Add(session, pack, now);
        var former = book.Packs.Find(pack.Name);
        book = Add(session, book, new PackAct(0, PackActKind.Install, pack.Name, now, By, now, "from the folder of packs") { Digest = pack.Digest }, pack);
        if (former is null || book.IsRetired(pack.Name))
        {
            note($"The pack '{pack.Name}' {pack.Manifest.Version} is installed and off: switch it on with 'city pack on {pack.Name}'.");
            return book;
        }

        // Where the former version is on the new one follows it, and nowhere else.
        var places = book.Where(pack.Name, earliest);
        string[] on = [.. places.Where(static place => place.Digest is not null).Select(static place => place.Area)];
        string[] off = [.. places.Where(place => place.Digest is null && on.Any(area => place.Area.StartsWith(area, StringComparison.Ordinal))).Select(static place => place.Area)];
        var act = new PackAct(0, PackActKind.On, pack.Name, earliest, By, now, $"follows {former.Manifest.Version}") { Digest = pack.Digest, Areas = on };
        if (on.Length == 0 || SwitchRules.WhyNot(book, act, earliest) is not null)
        {
            note($"The pack '{pack.Name}' {pack.Manifest.Version} is installed; {former.Manifest.Version} stays as it is switched: 'city pack on {pack.Name}' puts the new one in its place.");
            return book;
        }

        book = Add(session, book, act);
        note($"The pack '{pack.Name}' {pack.Manifest.Version} takes the place of {former.Manifest.Version} from {earliest:u} on.");
        return off.Length == 0 ? book : Add(session, book, act with { Act = PackActKind.Off, Digest = null, Areas = off });
    }

    private static PackBook Add(DatabaseSession session, PackBook book, PackAct act, PackFiles? version = null)
    {
        var numbered = act with { Number = book.Number + 1 };
        PackStore.Add(session, numbered);
        return book.With(numbered, version);
    }
}
