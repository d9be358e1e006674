using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Terminals;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Watch;

/// <summary>What the packs of the repository say, as a city has it.</summary>
internal static class SeedThings
{
    public static PackSet Packs { get; } = PackFolder.ReadAll(SeedFiles.Path("packs"));

    public static Kinds Kinds { get; } = KindsOf(Packs);

    public static CityThings Things { get; } = new(Packs, Kinds);

    public static TerminalRules Rules() => Rules(Packs);

    public static (TerminalRules Rules, CityThings Things) Switched(PackBook book)
    {
        var things = new CityThings(book, Kinds);
        return (new TerminalRules(things, Options.Create(new AlertOptions()), Kinds), things);
    }

    public static TerminalRules Rules(PackSet packs)
    {
        var kinds = KindsOf(packs);
        return new TerminalRules(new CityThings(packs, kinds), Options.Create(new AlertOptions()), kinds);
    }

    private static Kinds KindsOf(PackSet packs)
    {
        var kinds = new Kinds();
        var next = Kinds.FirstOfPacks;
        PackKinds.Use(kinds, packs, PackKinds.Of(packs).ToDictionary(static kind => kind.Name, kind => kinds.NumberOf(kind.Name) is var number and >= 0 ? number : next++));
        return kinds;
    }
}
