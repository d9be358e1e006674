using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.Packs.Registers;
using CityActors.Registers;

namespace CityActors.Tests.Pools;

/// <summary>The registers of one pack, on everywhere.</summary>
internal sealed class PackRegisters(PackFiles pack) : IRegisters
{
    private readonly Dictionary<string, RegisterType> types = pack.Registers.Values.ToDictionary(static spec => spec.Register, spec => RegisterType.Of(pack, spec.Register), StringComparer.Ordinal);

    public RegisterType? Find(string register) => types.GetValueOrDefault(register);

    public bool IsOn(RegisterType type, string area, DateTimeOffset at) => true;

    public IValues ParametersOf(RegisterType type, string area, DateTimeOffset at) => new Scope().Values(new Dictionary<string, Value>());
}
