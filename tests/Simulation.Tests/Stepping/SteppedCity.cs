using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Reactions;

namespace CityActors.Simulation.Stepping;

/// <summary>
/// The protocol in memory: rules, lanes, what was heard, cursors and deadlines, without Orleans, threads and disk. A seed decides what happens
/// next, what comes twice or late, when a commit fails, and when everything is lost that is not stored.
/// </summary>
/// <remarks>The same seed gives the same run; the classes are those that the product runs on.</remarks>
internal sealed class SteppedCity
{
    /// <summary>Fewer than the product has, so that unlike owners meet in one.</summary>
    public const int PartitionCount = 4;

    private readonly Func<SteppedCity, string, IActivation> activate;
    private readonly Func<CityFact, IEnumerable<string>> reactions;
    private readonly Dictionary<string, IActivation> activations = new(StringComparer.Ordinal);
    private readonly Lanes[] lanes = new Lanes[PartitionCount];
    private readonly long[] lastBefore = new long[PartitionCount];
    private readonly List<(int Partition, Delivery Delivery)> underWay = [];
    private readonly List<Action> inputs = [];
    private readonly DeadlineQueue[] queues = new DeadlineQueue[PartitionCount];
    private readonly List<(int Partition, Deadline Deadline)> called = [];
    private readonly HashSet<long> dealtWith = [];

    /// <summary>Begins a run.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="faults">How often what fails.</param>
    /// <param name="activate">Makes an owner's activation.</param>
    /// <param name="reactions">Who must know a fact.</param>
    public SteppedCity(int seed, SteppedFaults faults, Func<SteppedCity, string, IActivation> activate, Func<CityFact, IEnumerable<string>> reactions)
    {
        (Chance, Faults, this.activate, this.reactions) = (new Random(seed), faults, activate, reactions);
        Store = new SteppedStore(Chance, faults);
        Restart();
    }

    /// <summary>The seed's chance.</summary>
    public Random Chance { get; }

    /// <summary>How often what fails.</summary>
    public SteppedFaults Faults { get; }

    /// <summary>What survives a crash.</summary>
    public SteppedStore Store { get; }

    /// <summary>The declared clock.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Called at a crash, for whoever keeps something in memory outside.</summary>
    public Action? Crashed { get; set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Letters not yet delivered, and facts not yet read.</summary>
    public int Waiting => lanes.Sum(static lane => lane.Waiting);

    /// <summary>Something that may come from outside at any time.</summary>
    public void AddInput(Action input) => inputs.Add(input);

    /// <summary>The activation of an owner.</summary>
    public IActivation Find(string owner)
    {
        if (!activations.TryGetValue(owner, out var activation))
        {
            activations.Add(owner, activation = activate(this, owner));
        }

        return activation;
    }

    /// <summary>An activation ended.</summary>
    public void Forget(string owner) => activations.Remove(owner);

    /// <summary>One thing happens.</summary>
    public void Step()
    {
        Steps++;
        var dice = Chance.NextDouble();
        if (dice < Faults.Crash)
        {
            Restart();
            Crashed?.Invoke();
            return;
        }

        switch (Chance.Next(8))
        {
            case 0 when inputs.Count > 0:
                Attempt(inputs[Chance.Next(inputs.Count)]);
                break;
            case 1 or 2:
                ReadLog(Chance.Next(PartitionCount));
                break;
            case 3 or 4:
                Begin(Chance.Next(PartitionCount));
                break;
            case 5:
                End();
                break;
            case 6:
                Call(Chance.Next(PartitionCount));
                Answer();
                break;
            default:
                Pass();
                break;
        }
    }

    /// <summary>Lets everything come to its end, without failures and without input; time passes only to what is due.</summary>
    /// <param name="until">Not later than this.</param>
    public void Settle(DateTimeOffset until)
    {
        Store.Quiet = true;
        while (true)
        {
            var isBusy = false;
            Steps++;
            for (var partition = 0; partition < PartitionCount; partition++)
            {
                isBusy |= ReadLog(partition) | Begin(partition);
            }

            while (underWay.Count > 0)
            {
                isBusy = true;
                End();
            }

            for (var partition = 0; partition < PartitionCount; partition++)
            {
                isBusy |= Call(partition);
            }

            while (called.Count > 0)
            {
                isBusy = true;
                Answer();
            }

            if (!isBusy && !Skip(until))
            {
                break;
            }
        }

        Store.Quiet = false;
    }

    /// <summary>Everything comes to its end up to a time, and then it is that time.</summary>
    public void WaitUntil(DateTimeOffset time)
    {
        Settle(time);
        Now = time > Now ? time : Now;
    }

    /// <summary>All that is not stored is lost.</summary>
    public void Kill() => Restart();

    /// <summary>A letter is about to be taken: what was heard for good must not come again.</summary>
    public void OnHeard(string owner, Letter letter)
    {
        if (Store.Heard(owner, letter.Fact.Subject) >= letter.Number && letter.IsRepeat)
        {
            throw new InvariantBrokenException($"{owner} takes fact {letter.Number} twice.");
        }
    }

    private bool Skip(DateTimeOffset until)
    {
        var next = lanes.Select(static lane => lane.NextAt).Concat(queues.Select(static queue => queue.NextAt)).Append(Store.NextDue()).Where(at => at > Now).Min();
        if (next is not { } at || at > until)
        {
            return false;
        }

        Now = at;
        return true;
    }

    private void Restart()
    {
        activations.Clear();
        underWay.Clear();
        called.Clear();
        for (var partition = 0; partition < PartitionCount; partition++)
        {
            lanes[partition] = new Lanes(partition);
            lanes[partition].Restore(Store.Positions[partition], Store.Positions[partition].Held.Select(static held => held.Number).Distinct().ToDictionary(static number => number, number => Store.Facts[(int)number - 1]));
            lastBefore[partition] = Store.Facts.Count;
            queues[partition] = new DeadlineQueue();
        }
    }

    private bool ReadLog(int partition)
    {
        var isAny = false;
        foreach (var (number, fact) in Store.Read(partition, lanes[partition].Read, 1 + Chance.Next(8)).ToArray())
        {
            lanes[partition].Add(number, fact, reactions(fact), isRepeat: number <= lastBefore[partition]);
            isAny = true;
        }

        return isAny;
    }

    private bool Begin(int partition)
    {
        if (lanes[partition].Next(Now) is not { } delivery)
        {
            return false;
        }

        underWay.Add((partition, delivery));
        return true;
    }

    private void End()
    {
        if (underWay.Count == 0)
        {
            return;
        }

        var place = Chance.Next(underWay.Count);
        var (partition, delivery) = underWay[place];
        underWay.RemoveAt(place);
        try
        {
            var failures = React(delivery);
            if (!Store.Quiet && Chance.NextDouble() < Faults.CallLost)
            {
                throw new IOException("The answer was lost on the way.");
            }

            lanes[partition].Delivered(delivery, failures, Now);
        }
        catch (Exception fault) when (fault is IOException or Commits.CommitConflictException)
        {
            lanes[partition].Failed(delivery, fault.Message, isEnvironment: true, Now);
        }

        if (Chance.Next(8) == 0)
        {
            var checkpoint = lanes[partition].Checkpoint();
            Store.Save(partition, checkpoint);
            lanes[partition].Stored(checkpoint);
        }
    }

    /// <summary>Now and then a grain fails on a letter, and takes nothing of its lane.</summary>
    private IReadOnlyList<LetterFailure> React(Delivery delivery)
    {
        var failing = !Store.Quiet && Chance.NextDouble() < Faults.LetterFailed ? delivery.Letters[Chance.Next(delivery.Letters.Count)] : null;
        var failures = Find(delivery.Target).React([.. delivery.Letters.Where(letter => letter.Fact.Subject != failing?.Fact.Subject)]);
        if (failures.Count > 0)
        {
            throw new InvariantBrokenException($"{delivery.Target} failed: {failures[0].Error}");
        }

        return failing is null ? [] : [new LetterFailure(delivery.Letters.First(letter => letter.Fact.Subject == failing.Fact.Subject).Number, "It was told to fail.")];
    }

    private bool Call(int partition)
    {
        foreach (var due in Store.Due(partition, Now))
        {
            queues[partition].Add(due);
        }

        if (queues[partition].Next(Now) is not { } deadline)
        {
            return false;
        }

        called.Add((partition, deadline));
        return true;
    }

    private void Answer()
    {
        if (called.Count == 0)
        {
            return;
        }

        var place = Chance.Next(called.Count);
        var (partition, deadline) = called[place];
        called.RemoveAt(place);
        var booking = Store.BookingOf(deadline);
        if (dealtWith.Contains(booking))
        {
            throw new InvariantBrokenException($"{deadline.Owner} is called twice for '{deadline.Name}' of {deadline.Due:O}.");
        }

        try
        {
            Find(deadline.Owner).Due(deadline);
            if (booking > 0)
            {
                dealtWith.Add(booking);
            }

            queues[partition].Done(deadline);
        }
        catch (Exception fault) when (fault is IOException or Commits.CommitConflictException)
        {
            queues[partition].Failed(deadline, isEnvironment: true, Now);
        }
    }

    private void Pass() => Now += TimeSpan.FromMilliseconds(Chance.Next(1, 20_000));

    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is IOException or Commits.CommitConflictException)
        {
            // Nobody was told that it was done.
        }
    }
}

/// <summary>A promise was broken.</summary>
internal sealed class InvariantBrokenException(string message) : Exception(message);
