using System.Globalization;
using CityActors.Observations;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Ingest;

/// <summary>Checks lines one by one: each is taken or refused with its number, code and reason.</summary>
public sealed class ObservationValidator(EntityRegistry registry, RecentWindow recent, DeclaredClock clock, IngestMeter meter)
{
    private const int MostFaultsTold = 1_000;

    /// <summary>Checks the lines of a body.</summary>
    internal CheckedBatch Check(ReadOnlyMemory<byte> body, IEnumerable<(int Number, Range Range)> lines)
    {
        var result = new CheckedBatch();
        var (horizon, oldest) = (clock.Horizon, clock.Oldest);
        foreach (var (number, range) in lines)
        {
            try
            {
                var line = body[range];
                if (line.Length > BodyLines.LongestLine)
                {
                    throw new LineFaultException(LineCodes.TooLong, $"The line has {line.Length} bytes; at most {BodyLines.LongestLine} are taken.");
                }

                var observation = ObservationLine.Decode(line.Span);
                var facts = KindTable.Of(KindTable.NumberOf(observation.Kind));
                CheckPlace(observation, facts);
                CheckTime(observation, horizon, oldest);
                CheckValue(observation, facts, result);
                if (recent.Contains(observation, out var key) || !result.Keys.Add(key))
                {
                    throw new LineFaultException(LineCodes.Duplicate, $"This observation of {observation.Entity} was already accepted; it need not be sent again.");
                }

                result.Accepted.Add(observation);
            }
            catch (LineFaultException fault)
            {
                result.Refuse(new LineFault(number, fault.Code, fault.Message), MostFaultsTold);
            }
        }

        return result;
    }

    /// <summary>Remembers what is on disk now.</summary>
    internal void Remember(CheckedBatch stored) => recent.Note(stored.Keys);

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

    private void CheckPlace(Observation observation, KindFacts facts)
    {
        if (!observation.Entity.StartsWith(facts.EntityPrefix, StringComparison.Ordinal))
        {
            throw new LineFaultException(LineCodes.WrongEntity, $"'{facts.Name}' comes from entities whose id begins with '{facts.EntityPrefix}', not from '{observation.Entity}'.");
        }

        switch (registry.Find(observation.Entity))
        {
            case null:
                throw new LineFaultException(LineCodes.UnknownEntity, $"'{observation.Entity}' is not registered: register it first (PUT), then send again.");
            case { IsObserved: true, Kind: { Length: > 0 } kind } when kind != observation.Kind:
                throw new LineFaultException(LineCodes.WrongEntity, $"'{observation.Entity}' is registered for another kind than '{observation.Kind}'.");
            case { IsObserved: false }:
                throw new LineFaultException(LineCodes.NoConsent, $"'{observation.Entity}' has no recorded consent to monitoring; its readings are refused.");
        }
    }

    private static void CheckTime(Observation observation, DateTimeOffset horizon, DateTimeOffset oldest)
    {
        if (observation.At > horizon)
        {
            throw new LineFaultException(LineCodes.TooFarAhead, $"{observation.At:O} is later than {horizon:O}, the latest the clock allows: set the source's clock.");
        }

        if (observation.At < oldest)
        {
            throw new LineFaultException(LineCodes.TooOld, $"{observation.At:O} is earlier than {oldest:O}, the end of the retention period.");
        }
    }

    // After place and time, so that what is counted for a device is its own.
    private static void CheckValue(Observation observation, KindFacts facts, CheckedBatch result)
    {
        if (facts.Range.Holds(observation.Value))
        {
            return;
        }

        result.NoteImplausible(observation);
        var (value, unit, range) = (Number(observation.Value), facts.Unit, facts.Range);
        throw new LineFaultException(LineCodes.Implausible, range.IsNoValue(observation.Value)
            ? $"{value} {unit} is how a device says that it has no value: leave such readings out, and have '{observation.Entity}' looked at."
            : $"'{facts.Name}' is {value} {unit}, which is not between {Number(range.Least)} and {Number(range.Most)} {unit}: leave error codes out, and have unit, sign and state of '{observation.Entity}' looked at.");
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which lines were accepted and which refused.</summary>
internal sealed class CheckedBatch
{
    private readonly SortedDictionary<(string Entity, string Kind), ImplausibleDevice> implausible = [];

    public List<Observation> Accepted { get; } = [];

    /// <summary>The keys of what was accepted, for recognising repeats.</summary>
    public HashSet<ulong> Keys { get; } = [];

    public List<LineFault> Faults { get; } = [];

    public int Refused => Codes.Values.Sum();

    /// <summary>The devices that sent what cannot be true, in order; as a rule there are none.</summary>
    public IReadOnlyCollection<ImplausibleDevice> Implausible => implausible.Values;

    /// <summary>How many lines were refused with each code.</summary>
    public SortedDictionary<string, int> Codes { get; } = new(StringComparer.Ordinal);

    public void Refuse(LineFault fault, int most)
    {
        Codes[fault.Code] = Codes.GetValueOrDefault(fault.Code) + 1;
        if (Faults.Count < most)
        {
            Faults.Add(fault);
        }
    }

    public void NoteImplausible(Observation observation)
    {
        var refused = implausible.TryGetValue((observation.Entity, observation.Kind), out var before) ? before.Refused : 0;
        implausible[(observation.Entity, observation.Kind)] = new ImplausibleDevice(observation.Entity, observation.Kind, refused + 1, observation.At, observation.Value);
    }
}
