using CityActors.Packs.Expressions;
using CityActors.Packs.Registers;

namespace CityActors.Registers;

/// <summary>The registers of a city.</summary>
internal interface IRegisters
{
    /// <summary>A register by its name, in the version by whose words the city speaks; null: no pack has it.</summary>
    RegisterType? Find(string register);

    /// <summary>Whether a register may be written in an area.</summary>
    bool IsOn(RegisterType type, string area, DateTimeOffset at);

    /// <summary>The parameters of a register's pack as they are set, by the indices of their own scope.</summary>
    IValues ParametersOf(RegisterType type, string area, DateTimeOffset at);
}
