using System.Globalization;
using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Watch;

namespace CityActors.Silo.Ingest;

/// <summary>Checks lines one by one: each is taken or refused with its number, code and reason.</summary>
public sealed class ObservationValidator(EntityRegistry registry, RecentWindow recent, DeclaredClock clock, IngestMeter meter, Kinds kinds, CityThings things)
{
    private const int MostFaultsTold = 1_000;

    /// <summary>
    /// So many lines of a body may be none: to find out what is wrong with one costs more than to take a hundred, and a few packed kilobytes hold millions.
    /// </summary>
    private const int MostUnreadable = 10_000;

    private readonly RecentWindow events = new();

    /// <summary>Checks the observations of a caller's body.</summary>
    internal CheckedBatch Check(Caller caller, ObservationLines body)
    {
        var result = new CheckedBatch(caller);
        var (horizon, oldest) = (clock.Horizon, clock.Oldest);
        foreach (var line in body.Lines)
        {
            if (result.Unreadable == MostUnreadable)
            {
                // There may be thirty million more; the first thousand faults are told already.
                result.Refuse(LineCodes.Unread, body.CountFrom(line));
                break;
            }

            if (Take(line, horizon, oldest, result) is var (code, reason))
            {
                result.Refuse(new LineFault(line.Number, code, reason), MostFaultsTold);
            }
        }

        return result;
    }

    /// <summary>Remembers what is on disk now.</summary>
    internal void Remember(CheckedBatch stored)
    {
        recent.Note(stored.Keys);
        events.Note(stored.Events);
    }

    /// <summary>Counts what was refused.</summary>
    internal void Count(CheckedBatch final)
    {
        foreach (var (code, count) in final.Codes)
        {
            meter.Refused(code, count);
        }

        foreach (var device in final.Implausible)
        {
            meter.Implausible(device.Kind, device.Refused);
        }
    }

    /// <summary>Takes a line, or says why not. Only what is no observation at all costs an exception.</summary>
    private (string Code, string Reason)? Take(in BodyLine line, DateTimeOffset horizon, DateTimeOffset oldest, CheckedBatch result)
    {
        if (line.Json.Length > BodyLines.LongestLine)
        {
            return (LineCodes.TooLong, $"The line has {line.Json.Length} bytes; at most {BodyLines.LongestLine} are taken.");
        }

        if (line.Fault is { } unreadable)
        {
            result.Unreadable++;
            return (LineCodes.Malformed, unreadable);
        }

        Observation observation;
        string roster;
        try
        {
            observation = ObservationLine.Decode(line.Json.Span, kinds, out roster);
        }
        catch (LineFaultException fault)
        {
            result.Unreadable++;
            return (fault.Code, fault.Message);
        }

        var facts = kinds.Find(observation.Kind)!;
        var wrong = WrongPlace(result.Caller, observation, facts) ?? WrongTime(observation, horizon, oldest) ?? WrongValue(observation, facts, result);
        if (wrong is null && line.RepeatKey != 0 && (events.Contains(line.RepeatKey) || result.Events.Contains(line.RepeatKey)))
        {
            wrong = (LineCodes.Duplicate, "The event with this id and source was already accepted; it need not be sent again.");
        }

        if (wrong is null && (recent.Contains(observation, out var key) || !result.Keys.Add(key)))
        {
            wrong = (LineCodes.Duplicate, $"This observation of {observation.Entity} was already accepted; it need not be sent again.");
        }

        if (wrong is null)
        {
            if (line.RepeatKey != 0)
            {
                result.Events.Add(line.RepeatKey);
            }

            result.Accepted.Add(observation);
            if (roster.Length > 0)
            {
                result.Rosters.Add((result.Accepted.Count - 1, roster));
            }
        }

        return wrong;
    }

    private (string Code, string Reason)? WrongPlace(Caller caller, Observation observation, KindFacts facts)
    {
        if (facts.IsDerived)
        {
            return (LineCodes.UnknownKind, $"'{facts.Name}' is derived by a rule from other observations; no device sends it.");
        }

        if (!observation.Entity.StartsWith(facts.EntityPrefix, StringComparison.Ordinal))
        {
            return (LineCodes.WrongEntity, $"'{facts.Name}' comes from entities whose id begins with '{facts.EntityPrefix}', not from '{observation.Entity}'.");
        }

        return registry.Find(observation.Entity) switch
        {
            null => (LineCodes.UnknownEntity, $"'{observation.Entity}' is not registered: register it first (PUT), then send again."),
            { Cell: var cell } when !caller.May(Need.SendObservations, new Subject(cell)) =>
                (LineCodes.NotYourArea, $"'{observation.Entity}' is not in '{caller.Area}', the area of the key."),
            { IsRetired: true } => (LineCodes.Retired, $"'{observation.Entity}' was taken out of service; its observations are refused until it is registered again."),
            { IsObserved: true, Kind: { Length: > 0 } kind } when !things.Observes(kind).Contains(observation.Kind) =>
                (LineCodes.WrongEntity, $"'{observation.Entity}' is registered for another kind than '{observation.Kind}'."),
            { IsObserved: false } => (LineCodes.NoConsent, $"'{observation.Entity}' has no recorded consent to monitoring; its readings are refused."),
            _ => null,
        };
    }

    private static (string Code, string Reason)? WrongTime(Observation observation, DateTimeOffset horizon, DateTimeOffset oldest) =>
        observation.At > horizon ? (LineCodes.TooFarAhead, $"{observation.At:O} is later than {horizon:O}, the latest the clock allows: set the source's clock.")
        : observation.At < oldest ? (LineCodes.TooOld, $"{observation.At:O} is earlier than {oldest:O}, the end of the retention period.")
        : null;

    // After place and time, so that what is counted for a device is its own.
    private static (string Code, string Reason)? WrongValue(Observation observation, KindFacts facts, CheckedBatch result)
    {
        if (facts.Range.Holds(observation.Value))
        {
            return null;
        }

        result.NoteImplausible(observation);
        var (value, unit, range) = (Number(observation.Value), facts.Unit, facts.Range);
        return (LineCodes.Implausible, range.IsNoValue(observation.Value)
            ? $"{value} {unit} is how a device says that it has no value: leave such readings out, and have '{observation.Entity}' looked at."
            : $"'{facts.Name}' is {value} {unit}, which is not between {Number(range.Least)} and {Number(range.Most)} {unit}: leave error codes out, and have unit, sign and state of '{observation.Entity}' looked at.");
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which lines were accepted and which refused.</summary>
/// <param name="caller">Who sends it.</param>
internal sealed class CheckedBatch(Caller caller)
{
    private readonly SortedDictionary<(string Entity, string Kind), ImplausibleDevice> implausible = [];

    public Caller Caller => caller;

    public List<Observation> Accepted { get; } = [];

    /// <summary>Which of what was accepted carry a roster token; as a rule none does.</summary>
    public List<(int Place, string Token)> Rosters { get; } = [];

    /// <summary>What cannot be true: the devices' grains hear that there was something of the kind.</summary>
    public List<Observation> Marks { get; } = [];

    /// <summary>The keys of what was accepted, for recognising repeats.</summary>
    public HashSet<ulong> Keys { get; } = [];

    /// <summary>The keys of what was accepted as events, by which their sources say that they come again.</summary>
    public HashSet<ulong> Events { get; } = [];

    public List<LineFault> Faults { get; } = [];

    /// <summary>How many lines were no observations at all.</summary>
    public int Unreadable { get; set; }

    public int Refused => Codes.Values.Sum();

    /// <summary>The devices that sent what cannot be true, in order; as a rule there are none.</summary>
    public IReadOnlyCollection<ImplausibleDevice> Implausible => implausible.Values;

    /// <summary>How many lines were refused with each code.</summary>
    public SortedDictionary<string, int> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>Refuses lines that nothing is said of.</summary>
    public void Refuse(string code, int count)
    {
        if (count > 0)
        {
            Codes[code] = Codes.GetValueOrDefault(code) + count;
        }
    }

    public void Refuse(LineFault fault, int most)
    {
        Refuse(fault.Code, 1);
        if (Faults.Count < most)
        {
            Faults.Add(fault);
        }
    }

    public void NoteImplausible(Observation observation)
    {
        Marks.Add(observation with { IsImplausible = true });
        var refused = implausible.TryGetValue((observation.Entity, observation.Kind), out var before) ? before.Refused : 0;
        implausible[(observation.Entity, observation.Kind)] = new ImplausibleDevice(observation.Entity, observation.Kind, refused + 1, observation.At, observation.Value);
    }
}
