using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    [Fact]
    public async Task IdleGrain_WithState_StaysSmall()
    {
        const int Count = 20_000;
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("nothing", _ => Task.CompletedTask);
        await Activate(0, 1000);
        var before = GC.GetTotalMemory(true);
        await Activate(1000, 1000 + Count);
        var each = (GC.GetTotalMemory(true) - before) / Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes each");
        Assert.InRange(each, 50, 500); // The state itself, up to 300 bytes, comes on top.

        async Task Activate(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                await silo.Grain<IStatefulProbe>($"household-{i:000000}").Run("nothing");
            }

            await silo.Idle();
        }
    }
}
