using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;

namespace CityActors.Cases;

/// <summary>Fields as they were read in one decision: nothing is read twice, however many commands of a name there are and conditions they have.</summary>
internal sealed class FieldReadings
{
    private readonly List<(string Json, FieldType Type, Value Value, ValueFault? Fault)> known = [];

    /// <summary>Reads a field.</summary>
    /// <param name="json">What was sent or stored.</param>
    /// <param name="type">What the field is.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public Value Read(string json, FieldType type, out ValueFault? fault)
    {
        foreach (var one in known)
        {
            if (ReferenceEquals(one.Json, json) && ReferenceEquals(one.Type, type))
            {
                fault = one.Fault;
                return one.Value;
            }
        }

        var value = CaseValue.Read(json, type, out fault);
        known.Add((json, type, value, fault));
        return value;
    }
}
