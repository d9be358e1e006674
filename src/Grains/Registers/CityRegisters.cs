using System.Collections.Concurrent;
using CityActors.Packs.Expressions;
using CityActors.Packs.Registers;
using CityActors.Watch;

namespace CityActors.Registers;

/// <summary>The registers of the packs of a city.</summary>
internal sealed class CityRegisters(CityThings things) : IRegisters
{
    private readonly ConcurrentDictionary<(string Digest, string Register), RegisterType> types = new();

    public RegisterType? Find(string register) => things.Packs.All.FirstOrDefault(pack => pack.Registers.Values.Any(spec => spec.Register == register)) is { } pack
        ? types.GetOrAdd((pack.Digest, register), static (_, of) => RegisterType.Of(of.pack, of.register), (pack, register))
        : null;

    public bool IsOn(RegisterType type, string area, DateTimeOffset at) => things.Book.DigestOn(type.Pack.Name, area, at) is not null;

    public IValues ParametersOf(RegisterType type, string area, DateTimeOffset at) => things.Book.ValuesOf(type.Pack).At(area, null, at).Parameters;
}
