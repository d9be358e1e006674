using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;

namespace CityActors.Simulation.Mediation;

/// <summary>Ten months of a mediation centre with known truth; docs/cases.md says how to play it whole.</summary>
public sealed class MediationSceneTests(ITestOutputHelper output)
{
    [Fact]
    public void TenMonths_ComeToTheirFigures()
    {
        var isFull = Environment.GetEnvironmentVariable("CITYACTORS_MEDIATION") == "full";
        var plan = isFull ? MediationPlan.Full : MediationPlan.Small;
        var scene = new MediationScene(plan, seed: 431_024);
        scene.Run();

        var (matters, disputes) = (scene.Cases("matter").ToList(), scene.Cases("dispute").ToList());
        Assert.Equal((plan.Matters, plan.Disputes), (matters.Count, disputes.Count));
        var (closed, ended) = (matters.Count(static matter => matter.Status == "closed"), disputes.Count(HasEnded));
        output.WriteLine($"{closed} of {matters.Count} matters closed, {Share(closed, matters.Count)}; {ended} of {disputes.Count} mediations ended, {Share(ended, disputes.Count)}; "
            + $"{scene.Pool.Judged} choices, of which {scene.Pool.Nobody} found nobody, {scene.Pool.Kin} kin passed over; {scene.Kills} crashes; "
            + $"day 30: {scene.OnDay30}, day 31: {scene.OnDay31}; {scene.City.Store.Commits} commits, {scene.City.Store.Facts.Count} facts.");
        Assert.Equal(plan.Matters - plan.HeldDisputes - plan.HeldAdvice, closed);
        Assert.Equal(plan.Disputes - plan.HeldDisputes, ended);
        if (isFull)
        {
            Assert.Equal(("98.28 %", "95.77 %"), (Share(closed, matters.Count), Share(ended, disputes.Count)));
        }

        Assert.All(disputes, static dispute => Assert.True(WasAssignedOnline(dispute), $"{dispute.Id} is {dispute.Status}"));
        Assert.True(scene.Pool.Judged >= plan.Disputes && (!isFull || scene.Pool.Kin > 0));
        Assert.Equal(15, scene.Kills);
        Assert.True(scene.OnDay30.Asked > 0 && scene.OnDay30.Asked == scene.OnDay30.Taken, $"{scene.OnDay30}");
        Assert.True(scene.OnDay31.Asked > 0 && scene.OnDay31.Asked == scene.OnDay31.Refused, $"{scene.OnDay31}");
        Recomputed(matters.Concat(disputes));
    }

    [Fact]
    public void TenMonths_OfTheSameSeed_AreTheSame()
    {
        var plan = MediationPlan.Small with { Disputes = 20, Requests = 5, Advice = 5, HeldDisputes = 2, HeldAdvice = 1 };
        Assert.Equal(Lines(plan), Lines(plan));
    }

    private static List<string> Lines(MediationPlan plan)
    {
        var scene = new MediationScene(plan, seed: 7);
        scene.Run();
        return [.. scene.Cases("dispute").OrderBy(static dispute => dispute.Id, StringComparer.Ordinal).SelectMany(static dispute => dispute.History.Select(line => $"{dispute.Id} {line.At:O} {line.Actor} {line.What} {line.Status} {line.Why}"))];
    }

    private static bool HasEnded(CaseState dispute) => dispute.EndedAt is not null || dispute.History.Exists(static line => line.Status == "effective");

    private static bool WasAssignedOnline(CaseState dispute) =>
        dispute.History.Exists(static line => line.What == "mediator-assigned") && !dispute.History.Exists(static line => line.As == CaseCommand.Assign);

    private static string Share(int count, int of) => (100m * count / of).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    // What stands in the store is what the histories come to.
    private static void Recomputed(IEnumerable<CaseState> cases)
    {
        var types = new PackCaseTypes(PackFolder.ReadAll(SeedFiles.Path("packs")).Find("mediation")!);
        foreach (var state in cases)
        {
            var rebuilt = CaseFold.Rebuild(types.Of(state.Terms!), state.Id, state.Terms!, state.History, SeedFiles.Calendar());
            Assert.Equal((state.Status, state.Version, state.EndedAt, state.Holders.Count), (rebuilt.Status, rebuilt.Version, rebuilt.EndedAt, rebuilt.Holders.Count));
        }
    }
}
