using CityActors.Conformance.Fixtures;

namespace CityActors.Conformance.Surface;

/// <summary>What stands in Orleans' namespaces is what Orleans has there: one text holds both engines to it.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public void Surface_OfTheEngineBuilt_IsTheApprovedOne()
    {
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Approved", "orleans-surface.txt")).ToHashSet();
        var faults = SurfaceComparison.Faults(approved).ToList();
        if (faults.Count == 0)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, "orleans-surface.received.txt");
        File.WriteAllText(received, string.Concat(SurfaceComparison.Received().Select(line => line + "\n")));
        Assert.Fail($"""
            The public types in Orleans' namespaces are not those of tests/Conformance.Tests/Approved/orleans-surface.txt.
            A new line must be the same in Orleans; build with -p:Engine=Orleans to see it compared. To approve:
              cp "{received}" tests/Conformance.Tests/Approved/orleans-surface.txt
            {string.Join('\n', faults.Take(80))}
            """);
    }

    [Fact]
    public void Surface_Approved_IsSortedAndHasNoLineTwice()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Approved", "orleans-surface.txt"));
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
    }
}
