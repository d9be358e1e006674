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
                CheckPlace(observation);
                CheckTime(observation, horizon, oldest);
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
    }

    private void CheckPlace(Observation observation)
    {
        var facts = KindTable.Of(KindTable.NumberOf(observation.Kind));
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
}

/// <summary>Which lines were accepted and which refused.</summary>
internal sealed class CheckedBatch
{
    public List<Observation> Accepted { get; } = [];

    /// <summary>The keys of what was accepted, for recognising repeats.</summary>
    public HashSet<ulong> Keys { get; } = [];

    public List<LineFault> Faults { get; } = [];

    public int Refused => Codes.Values.Sum();

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
}
