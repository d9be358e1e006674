namespace CityActors.Deadlines;

/// <summary>Random sets, removals, deadlines, slow and failing owners, slow writes and crashes, step by step on one thread.</summary>
public sealed class DueBookkeeperTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void RandomRuns_EveryAcknowledgedDeadline_IsTakenOnceInOrderAtOrAfterItsTime()
    {
        var before = SynchronizationContext.Current;
        try
        {
            for (var seed = 1; seed <= 400; seed++)
            {
                new World(seed).Run(400);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public async Task Fire_AfterDowntime_TellsAtMostSoManyAtOnceSoonestFirst()
    {
        var clock = new HandClock(Start);
        var told = new List<DueEntry>();
        var entries = Enumerable.Range(0, 500).Select(static n => new DueEntry($"order/{n % 50:00}-{n}", "handling", Start.AddMinutes(-((n * 37) % 500)))).ToArray();
        var keeper = new DueBookkeeper(
            entries,
            entry =>
            {
                told.Add(entry);
                return Task.FromResult<IReadOnlyList<DueEntry>>([]);
            },
            static _ => Task.CompletedTask,
            static (_, failure) => throw failure,
            clock);
        await keeper.Fire(200);
        Assert.Equal(200, told.Count);
        await keeper.Fire(200);
        await keeper.Fire(200);
        Assert.Equal(entries.OrderBy(static entry => entry.At), told);
        Assert.Null(keeper.Next);
    }

    [Fact]
    public async Task Fire_AFailingOwner_IsHeldAndTheOthersAreTold()
    {
        var clock = new HandClock(Start);
        var told = new List<string>();
        var keeper = TwoOwners(clock, told, new IOException());
        await keeper.Fire(200);
        Assert.Equal(["order/a", "order/b"], told);
        Assert.Equal(Start + DueBookkeeper.Hold, keeper.Next);
        clock.MoveTo(Start + DueBookkeeper.Hold);
        await keeper.Fire(200);
        Assert.Equal(["order/a", "order/b", "order/a"], told);
    }

    [Fact]
    public async Task Fire_AnOwnerThatDoesNotAnswer_EndsTheRoundSoThatTheBookCanEnd()
    {
        var told = new List<string>();
        var keeper = TwoOwners(new HandClock(Start), told, new TimeoutException());
        await keeper.Fire(200);
        Assert.Equal(["order/a"], told);
        await keeper.Fire(200);
        Assert.Equal(["order/a", "order/b"], told);
    }

    /// <summary>A book with two deadlines due, of which the first owner fails the first time.</summary>
    private static DueBookkeeper TwoOwners(HandClock clock, List<string> told, Exception fault) => new(
        [new("order/a", "handling", Start), new("order/b", "handling", Start)],
        entry =>
        {
            told.Add(entry.Owner);
            return told.Count == 1 ? throw fault : Task.FromResult<IReadOnlyList<DueEntry>>([]);
        },
        static _ => Task.CompletedTask,
        static (_, _) => { },
        clock);

    /// <summary>One due-book, its disk, and idempotent owners that remember what they took.</summary>
    private sealed class World
    {
        private readonly Random random;
        private readonly int seed;
        private readonly HandClock clock = new(Start);
        private readonly Turns turns = new();
        private readonly List<Action> pending = []; // Writes and calls that are under way.
        private readonly Dictionary<string, Owner> owners = [];
        private IReadOnlyList<DueEntry> disk = [];
        private DueBookkeeper keeper;
        private int life;
        private int writes;
        private Task firing = Task.CompletedTask;
        private int named;

        public World(int seed)
        {
            this.seed = seed;
            random = new Random(seed);
            keeper = Open();
        }

        public void Run(int steps)
        {
            SynchronizationContext.SetSynchronizationContext(turns);
            for (var i = 0; i < steps; i++)
            {
                Step();
                turns.Drain();
            }

            // The end: no more faults, and time for everything.
            for (var i = 0; i < 3_000 && (pending.Count > 0 || disk.Count > 0 || keeper.Next is not null); i++)
            {
                clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
                Fire();
                turns.Drain();
                Finish();
                turns.Drain();
            }

            foreach (var (name, owner) in owners)
            {
                Assert.True(owner.Waiting.Count == 0, $"seed {seed}: {name} still waits for {string.Join(", ", owner.Waiting)}; pending {pending.Count}, disk {disk.Count}, next {keeper.Next:O}, now {clock.GetUtcNow():O}, firing {firing.Status}, acknowledged {owner.IsAcknowledged}, taken {owner.Taken.Count}");
            }
        }

        private void Step()
        {
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    SetSomebody();
                    break;
                case 3 or 4:
                    clock.MoveTo(clock.GetUtcNow().AddSeconds(random.Next(90)));
                    Fire();
                    break;
                case 5 when random.Next(6) == 0:
                    life++;
                    turns.Clear();
                    pending.Clear(); // A crash: what was under way is lost, the disk stays.
                    firing = Task.CompletedTask;
                    keeper = Open();
                    Reset();
                    break;
                default:
                    Finish();
                    break;
            }
        }

        // After a crash whoever got no acknowledgement sets its deadlines again.
        private void Reset()
        {
            foreach (var (name, owner) in owners.Where(static pair => !pair.Value.IsAcknowledged))
            {
                Set(name, owner);
            }
        }

        private void SetSomebody()
        {
            var name = $"order/{random.Next(6)}";
            var owner = owners.TryGetValue(name, out var known) ? known : owners[name] = new Owner();
            owner.Waiting.Clear();
            for (var i = random.Next(4); i > 0; i--)
            {
                owner.Waiting.Add(new DueEntry(name, $"clock-{named++}", clock.GetUtcNow().AddSeconds(random.Next(1, 200))));
            }

            Set(name, owner);
        }

        private void Set(string name, Owner owner)
        {
            var version = ++owner.Version;
            owner.IsAcknowledged = false;
            keeper.Set(name, owner.Waiting.ToArray());
            var mine = life;
            _ = Acknowledge();

            async Task Acknowledge()
            {
                await keeper.Save();
                owner.IsAcknowledged |= mine == life && owner.Version == version;
            }
        }

        private void Fire()
        {
            if (firing.IsCompleted)
            {
                Assert.False(firing.IsFaulted, $"seed {seed}: {firing.Exception}");
                firing = keeper.Fire(5);
            }
        }

        private void Finish()
        {
            if (pending.Count > 0)
            {
                var index = random.Next(pending.Count);
                var action = pending[index];
                pending.RemoveAt(index);
                action();
            }
        }

        private DueBookkeeper Open()
        {
            var mine = life;
            return new DueBookkeeper(
                disk,
                entry =>
                {
                    var owner = owners[entry.Owner];
                    Assert.False(
                        owner.IsAcknowledged && !owner.Waiting.Contains(entry) && !owner.Taken.Contains(entry.Name),
                        $"seed {seed}: {entry} told after its removal was acknowledged");
                    return Later(mine, () => Take(entry));
                },
                entries =>
                {
                    Assert.True(++writes == 1, $"seed {seed}: two writes under way");
                    return Later(mine, () =>
                    {
                        writes--;
                        disk = entries;
                        return 0;
                    });
                },
                static (_, failure) =>
                {
                    if (failure is not TimeoutException)
                    {
                        throw failure;
                    }
                },
                clock).Also(() => writes = 0);
        }

        private Task<T> Later<T>(int mine, Func<T> act)
        {
            var done = new TaskCompletionSource<T>();
            pending.Add(() =>
            {
                try
                {
                    var result = act();
                    if (mine == life)
                    {
                        done.SetResult(result);
                    }
                }
                catch (TimeoutException failure)
                {
                    done.SetException(failure);
                }
            });
            return done.Task;
        }

        private IReadOnlyList<DueEntry> Take(DueEntry entry)
        {
            Assert.True(entry.At <= clock.GetUtcNow(), $"seed {seed}: {entry} told too early");
            if (random.Next(8) == 0)
            {
                throw new TimeoutException();
            }

            var owner = owners[entry.Owner];
            if (owner.Waiting.Remove(entry))
            {
                Assert.True(owner.Taken.Add(entry.Name), $"seed {seed}: {entry} took effect twice");
                Assert.True(owner.Waiting.TrueForAll(other => other.At >= entry.At), $"seed {seed}: {entry} told before an earlier one");
            }

            return owner.Waiting.ToArray();
        }

        private sealed class Owner
        {
            public List<DueEntry> Waiting { get; } = [];

            public HashSet<string> Taken { get; } = [];

            public int Version { get; set; }

            public bool IsAcknowledged { get; set; }
        }
    }
}

/// <summary>What awaits goes on here, in order, on the test's thread.</summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> queue = new();

    public override void Post(SendOrPostCallback d, object? state) => queue.Enqueue((d, state));

    public void Clear() => queue.Clear();

    public void Drain()
    {
        while (queue.TryDequeue(out var turn))
        {
            turn.Callback(turn.State);
        }
    }
}

internal static class Chaining
{
    public static T Also<T>(this T value, Action act)
    {
        act();
        return value;
    }
}
