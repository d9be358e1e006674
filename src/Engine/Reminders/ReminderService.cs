using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Timers;

namespace CityActors.Engine.Reminders;

/// <summary>Ticks reminders: reads them at start, keeps them in the table, sends each tick as a call.</summary>
/// <remarks>As in Orleans, ticks that fell due while the silo was down are not made up for: the next one comes at the next
/// multiple of the period.</remarks>
internal sealed class ReminderService(GrainEngine engine, IReminderTable? table) : IReminderRegistry
{
    private static readonly TimeSpan MinimumPeriod = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(GrainId Grain, string Name), ReminderTimer>[] _timers =
        [.. Enumerable.Range(0, engine.Options.Loops).Select(_ => new Dictionary<(GrainId, string), ReminderTimer>())];

    public async Task Start(CancellationToken cancellationToken)
    {
        if (table is null)
        {
            return;
        }

        foreach (var entry in await table.ReadAll(cancellationToken))
        {
            Place(entry);
        }
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < MinimumPeriod)
        {
            throw new ArgumentException(
                $"The period {period} of reminder '{reminderName}' of {callingGrainId} is shorter than {MinimumPeriod}; use a grain timer.", nameof(period));
        }

        var start = engine.Clock.UtcNow + dueTime;
        var entry = new ReminderEntry(callingGrainId.Type.ToString(), callingGrainId.Key.ToString(), reminderName, start, period, string.Empty);
        entry = entry with { ETag = await Table().Upsert(entry, default) };
        Place(entry);
        return new Reminder(entry);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        var eTag = (reminder as Reminder)?.Entry.ETag;
        if (!await Table().Remove(callingGrainId, reminder.ReminderName, eTag, default)
            && await GetReminder(callingGrainId, reminder.ReminderName) is not null)
        {
            throw new ReminderException(
                $"Reminder '{reminder.ReminderName}' of {callingGrainId} was not removed: it was changed meanwhile; get it again.");
        }

        var home = HomeOf(callingGrainId);
        OnLoop(home.Home, () =>
        {
            if (_timers[home.Home.Index].Remove((callingGrainId, reminder.ReminderName), out var timer))
            {
                timer.Stop();
            }
        });
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        (await Table().Read(callingGrainId, default)).FirstOrDefault(entry => entry.Name == reminderName) is { } found ? new Reminder(found) : null;

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. (await Table().Read(callingGrainId, default)).Select(entry => new Reminder(entry))];

    private static void OnLoop(Loop loop, Action action)
    {
        if (Loop.Current == loop)
        {
            action();
        }
        else
        {
            loop.Schedule(new LoopAction(action));
        }
    }

    private IReminderTable Table() => table
        ?? throw new OrleansConfigurationException("The silo keeps no reminders; add them, for example with UseInMemoryReminderService().");

    private EngineReference HomeOf(GrainId grain) => engine.References.Untyped(engine.Classes.Of(grain.Type), grain.Key);

    private void Place(ReminderEntry entry)
    {
        EngineReference reference;
        try
        {
            reference = HomeOf(entry.GrainId);
        }
        catch (ArgumentException exception)
        {
            engine.Log.LogError(exception, "Reminder '{Reminder}' of {Grain} is kept but does not tick.", entry.Name, entry.GrainId);
            return;
        }

        OnLoop(reference.Home, () =>
        {
            var timers = _timers[reference.Home.Index];
            if (timers.TryGetValue((entry.GrainId, entry.Name), out var old))
            {
                old.Stop();
            }

            var timer = new ReminderTimer(reference, entry);
            timers[(entry.GrainId, entry.Name)] = timer;
            timer.Plan();
        });
    }

    private sealed record Reminder(ReminderEntry Entry) : IGrainReminder
    {
        public string ReminderName => Entry.Name;
    }
}
