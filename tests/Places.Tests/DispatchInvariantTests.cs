using System.Text.Json;
using CityActors.Dispatch;
using CityActors.Responders;

namespace CityActors.Places.Tests;

/// <summary>Random requests, answers, moves and crashes; what must always hold is checked after every step.</summary>
public sealed class DispatchInvariantTests
{
    private static readonly GeoPoint Middle = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] AllSkills = [Skills.GridOfficer, Skills.Cleaner, Skills.SanitationVehicle];
    private static readonly DispatchOptions Options = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Book_UnderRandomEventsAndCrashes_KeepsItsPromisesAndDecidesAsWithoutCrashes(int seed)
    {
        var random = new Random(seed);
        var steady = new World();
        var crashing = new World { Cards = steady.Cards };
        var now = Start;
        for (var step = 0; step < 300; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(1, 40));
            var happening = Happening(random, steady, now, step);
            steady.Do(happening, now, crash: 0);
            crashing.Do(happening, now, crash: random.Next(6));

            CheckPromises(seed, step, steady);
            Assert.Equal(Text(steady.Book.Snapshot().Needs), Text(crashing.Book.Snapshot().Needs));
            Assert.Equal(steady.Heard.Order(StringComparer.Ordinal), crashing.Heard.Order(StringComparer.Ordinal));
        }
    }

    private static void CheckPromises(int seed, int step, World world)
    {
        var where = $"seed {seed}, step {step}";
        var slots = world.Book.Snapshot().Needs.SelectMany(need => need.Slots.Select(slot => (need, slot))).Where(x => x.slot.Responder.Length > 0).ToArray();
        foreach (var group in slots.GroupBy(x => x.slot.Responder))
        {
            Assert.True(group.Count() <= world.Cards[group.Key].Capacity, $"{where}: {group.Key} carries {group.Count()}.");
        }

        foreach (var (need, slot) in slots)
        {
            Assert.True(DispatchRules.MayServe(world.Served[(need.Need.Order, slot.Responder)], slot.Skill, need.Need), $"{where}: {slot.Responder} cannot serve {need.Need.Order}.");
            Assert.DoesNotContain(need.PassedOver, passed => passed.Responder == slot.Responder);
            Assert.Single(need.Slots, other => other.Responder == slot.Responder);
        }

        foreach (var need in world.Book.Snapshot().Needs.Where(need => need.IsOpen()))
        {
            Assert.True(need.Slots.Where(slot => slot.Responder.Length == 0).All(slot => slot.SaidWaiting), $"{where}: {need.Need.Order} waits and was not told.");
        }
    }

    private static Action<DispatchBook> Happening(Random random, World world, DateTimeOffset now, int step)
    {
        var needs = world.Book.Snapshot().Needs;
        var taken = needs.SelectMany(need => need.Slots.Where(slot => slot.Responder.Length > 0).Select(slot => (need.Need, slot))).ToArray();
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                var need = NewNeed(random, $"order-{step:000}", now);
                return book => book.Request(need);
            case 3 when needs.Count > 0:
                var again = needs[random.Next(needs.Count)].Need;
                var next = again with { Round = again.Round + random.Next(2), At = now };
                return book => book.Request(next);
            case 4 or 5 when taken.Length > 0:
                var signed = taken[random.Next(taken.Length)];
                return book => book.Signed(signed.Need.Order, signed.slot.Responder, now);
            case 6 when taken.Length > 0:
                var declined = taken[random.Next(taken.Length)];
                return book => book.Decline(declined.Need.Order, declined.slot.Responder, now);
            case 7 when needs.Count > 0:
                var done = needs[random.Next(needs.Count)].Need.Order;
                return book => book.Release(done, now);
            case 8:
                return book => book.Pass(now);
            default:
                var card = NewCard(random, world, now);
                world.Cards[card.Id] = card;
                return book => book.Upsert(card, serves: true);
        }
    }

    private static DispatchNeed NewNeed(Random random, string order, DateTimeOffset now) => new()
    {
        Order = order,
        Skills = [.. AllSkills.Take(random.Next(1, 3))],
        Position = Geography.Offset(Middle, random.Next(-3_000, 3_000), random.Next(-3_000, 3_000)),
        At = now,
        Urgent = random.Next(5) == 0,
        Area = $"43010300{random.Next(1, 4)}001007",
    };

    // Capacity never shrinks here: an order carried is not taken away from who may carry fewer from now on.
    private static ResponderCard NewCard(Random random, World world, DateTimeOffset now)
    {
        var id = $"resp-{random.Next(8)}";
        var known = world.Cards.GetValueOrDefault(id);
        return new ResponderCard
        {
            Id = id,
            Name = id,
            Skills = known?.Skills ?? [.. AllSkills.Where(_ => random.Next(2) == 0).Append(AllSkills[random.Next(3)]).Distinct()],
            Area = known?.Area ?? (random.Next(2) == 0 ? "430103" : $"43010300{random.Next(1, 4)}"),
            Position = Geography.Offset(Middle, random.Next(-3_000, 3_000), random.Next(-3_000, 3_000)),
            Capacity = Math.Max(known?.Capacity ?? 1, random.Next(1, 3)),
            Reachable = random.Next(6) != 0,
            ShiftStart = known?.ShiftStart ?? new TimeOnly(random.Next(24), 0),
            ShiftEnd = known?.ShiftEnd ?? new TimeOnly(random.Next(24), 0),
            SeenAt = now,
            Version = (known?.Version ?? 0) + 1,
        };
    }

    private static string Text(object value) => JsonSerializer.Serialize(value);

    private sealed class World
    {
        private DispatchState disk = new();
        private DispatchPool poolOnDisk = new();

        public DispatchBook Book { get; private set; } = new(new DispatchState(), new DispatchPool(), Options);

        public Dictionary<string, ResponderCard> Cards { get; init; } = [];

        public Dictionary<(string Order, string Responder), ResponderCard> Served { get; } = [];

        public HashSet<string> Heard { get; } = [];

        /// <summary>What the grain does, with a crash at one of its awaits: the caller repeats what was not acknowledged.</summary>
        public void Do(Action<DispatchBook> happening, DateTimeOffset now, int crash)
        {
            happening(Book);
            if (crash == 1)
            {
                Restart(); // Before it was stored.
                happening(Book);
            }

            Save();
            if (crash == 2)
            {
                Restart(); // Before it was acknowledged.
                happening(Book);
                Save();
            }

            Book.Round(now);
            if (crash == 3)
            {
                Restart(); // Decided, not stored.
                Book.Round(now);
            }

            Save();
            if (crash == 4)
            {
                Restart(); // Stored, not told.
            }

            Tell();
            if (crash == 5)
            {
                Restart(); // Told, but that is not stored: told again.
                Tell();
            }
        }

        private void Tell()
        {
            while (Book.Pending.Count > 0)
            {
                var word = Book.Pending[0];
                Heard.Add(Text(word));
                foreach (var responder in word.Offer is null ? [] : new[] { word.Responder })
                {
                    Served[(word.Order, responder)] = Cards.TryGetValue(responder, out var card) ? card : throw new InvalidOperationException(responder);
                }

                Book.Told(word);
            }
        }

        private void Save() => (disk, poolOnDisk) = (Book.Snapshot(), Book.PoolSnapshot());

        private void Restart() => Book = new DispatchBook(disk, poolOnDisk, Options);
    }
}
