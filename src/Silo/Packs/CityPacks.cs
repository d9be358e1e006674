using CityActors.Facts;
using CityActors.Observations;
using CityActors.PackBooks;
using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Silo.Clock;
using CityActors.Storage;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Silo.Packs;

/// <summary>What may be done with the packs of the city, one thing after the other: it is decided and booked in one transaction, and this Silo judges by it at once, each other within seconds.</summary>
/// <param name="database">The city's database.</param>
/// <param name="things">What judges.</param>
/// <param name="kinds">The kinds of observation.</param>
/// <param name="catalogue">The categories.</param>
/// <param name="clock">The city's clock.</param>
/// <param name="settings">Whether there are other Silos.</param>
/// <param name="grains">For the facts.</param>
public sealed class CityPacks(Database database, CityThings things, Kinds kinds, Catalogue catalogue, DeclaredClock clock, SiloSettings settings, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim oneByOne = new(1);

    /// <summary>Which packs are on where, and how their parameters are set.</summary>
    public PackBook Book => things.Book;

    /// <summary>The city's time, UTC.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>The first instant, UTC, from which something may be booked now.</summary>
    public DateTimeOffset Earliest => Now + Lead(settings);

    /// <summary>How long before it holds something must be booked: in a cluster every Silo has to hear of it first.</summary>
    public static TimeSpan Lead(SiloSettings settings) => settings switch
    {
        { IsCluster: true } => TimeSpan.FromSeconds(10),
        { IsReplay: true } => TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond), // Everything up to now is judged already.
        _ => TimeSpan.FromSeconds(1),
    };

    /// <summary>Decides and books.</summary>
    /// <param name="decide">Decides by all that was booked before; the number of the line is given to it.</param>
    /// <param name="version">The version that the line brings, or null.</param>
    /// <returns>The line that was booked, or why none was.</returns>
    public async Task<(PackAct? Act, PackRefusal? Refusal)> Take(Func<PackBook, (PackAct? Act, PackRefusal? Refusal)> decide, PackFiles? version = null)
    {
        await oneByOne.WaitAsync();
        try
        {
            var (book, act, refusal) = await database.Write(session =>
            {
                session.Serialize();
                var known = Current(session);
                var (wanted, why) = decide(known);
                if (wanted is null || why is not null)
                {
                    return (known, default(PackAct), why);
                }

                var numbered = wanted with { Number = known.Number + 1, BookedAt = Now };
                if (version is not null)
                {
                    PackStore.Add(session, version, Now);
                }

                PackStore.Add(session, numbered);
                return (known.With(numbered, version), numbered, default(PackRefusal));
            });
            await Adopt(book);
            return (act, refusal);
        }
        finally
        {
            oneByOne.Release();
        }
    }

    /// <summary>Takes what other Silos have booked.</summary>
    /// <exception cref="FormatException">This program cannot read a version that is on.</exception>
    public async Task Follow()
    {
        if (!database.ChangesOutside || await database.Read(PackStore.Last) == Book.Number)
        {
            return;
        }

        await oneByOne.WaitAsync();
        try
        {
            await Adopt(await database.Read(Current));
        }
        finally
        {
            oneByOne.Release();
        }
    }

    /// <summary>Tells the city what was switched and not told yet.</summary>
    public async Task Tell()
    {
        var teller = grains.GetGrain<IPackBookGrain>(IPackBookGrain.Key);
        var told = await teller.Told();
        PackSwitched[] fresh = [.. Book.Acts.Where(act => act.Number > told && act.Act is PackActKind.On or PackActKind.Off or PackActKind.Retire && act.From > DateTimeOffset.MinValue).Select(Fact)];
        if (fresh.Length > 0)
        {
            await teller.Tell(fresh);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => oneByOne.Dispose();

    private static PackSwitched Fact(PackAct act) => new()
    {
        Subject = $"pack-{act.Pack}",
        Version = act.Number,
        At = act.BookedAt,
        Area = act.Areas is [var only] ? only : "",
        Pack = act.Pack,
        Digest = act.Act == PackActKind.On ? act.Digest : null,
        Areas = act.Areas ?? [],
        From = act.From,
        By = act.By,
        Reason = act.Reason,
    };

    private PackBook Current(DatabaseSession session) => PackStore.Last(session) == Book.Number ? Book : PackStore.Read(session, Book.Versions);

    private async Task Adopt(PackBook book)
    {
        if (book.Number == Book.Number)
        {
            return;
        }

        await KindNumbers.Take(database, book.Packs, kinds);
        catalogue.Use(book.Packs);
        things.Use(book);
    }
}
