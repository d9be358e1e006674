using System.Globalization;
using Orleans.Runtime;

namespace CityActors.Engine.Reminders;

/// <summary>Keeps reminders in memory.</summary>
internal sealed class MemoryReminderTable : IReminderTable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Type, string Key, string Name), ReminderEntry> _entries = new(Order.Instance);
    private int _version;

    public Task<IReadOnlyList<ReminderEntry>> ReadAll(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ReminderEntry>>([.. _entries.Values]);
        }
    }

    public Task<IReadOnlyList<ReminderEntry>> Read(GrainId grain, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ReminderEntry>>([.. _entries.Values.Where(entry => entry.GrainId == grain)]);
        }
    }

    public Task<string> Upsert(ReminderEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var eTag = (++_version).ToString(CultureInfo.InvariantCulture);
            _entries[(entry.GrainType, entry.GrainKey, entry.Name)] = entry with { ETag = eTag };
            return Task.FromResult(eTag);
        }
    }

    public Task<bool> Remove(GrainId grain, string name, string? eTag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var key = (grain.Type.ToString(), grain.Key.ToString(), name);
            var found = _entries.TryGetValue(key, out var entry) && (eTag is null || entry.ETag == eTag);
            return Task.FromResult(found && _entries.Remove(key));
        }
    }

    private sealed class Order : IComparer<(string Type, string Key, string Name)>
    {
        public static readonly Order Instance = new();

        public int Compare((string Type, string Key, string Name) x, (string Type, string Key, string Name) y)
        {
            var byType = string.CompareOrdinal(x.Type, y.Type);
            var byKey = byType != 0 ? byType : string.CompareOrdinal(x.Key, y.Key);
            return byKey != 0 ? byKey : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
