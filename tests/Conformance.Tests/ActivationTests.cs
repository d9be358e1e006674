using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Conformance;

public sealed class ActivationTests
{
    [Fact]
    public async Task Activation_BeginsOnce_ForManyCallsAtOnce()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.OnActivate = _ => gate.Task;
        var calls = Enumerable.Range(0, 20).Select(_ => silo.Grains.GetGrain<IPlainProbe>("a").Count()).ToArray();
        await Wait.Until(() => silo.Scripts.Activations.Count == 1);
        gate.SetResult();
        Assert.Equal(Enumerable.Range(1, 20), (await Wait.End(Task.WhenAll(calls))).Order());
        Assert.Equal(1, silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Activation_MayCallOthersAndSetTimers_BeforeItsFirstCall()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.OnActivate = async probe =>
        {
            if (probe.GetPrimaryKeyString() == "a")
            {
                Assert.Equal(1, await probe.Other("b").Count());
                _ = probe.RegisterGrainTimer(() => Task.CompletedTask, new GrainTimerCreationOptions(TimeSpan.FromDays(1), TimeSpan.FromDays(1)));
            }
        };
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Count()));
    }

    [Fact]
    public async Task Activation_EndedWhileItBegins_AnswersFromTheNext()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.OnActivate = probe =>
        {
            if (silo.Scripts.Activations.Count == 1)
            {
                probe.EndSoon();
            }

            return Task.CompletedTask;
        };
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Count()));
        Assert.Equal(2, silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Context_OfAGrain_KnowsItsGrain()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("look", probe =>
        {
            Assert.Same(probe, probe.GrainContext.GrainInstance);
            Assert.Equal(probe.GetGrainId(), probe.GrainContext.GrainId);
            Assert.Same(probe.GrainContext, probe.GrainContext.ActivationServices.GetRequiredService<IGrainContextAccessor>().GrainContext);
        });
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("look"));
    }

    [Fact]
    public async Task Scheduler_OfATurn_IsAsExpected_AndAwaitsComeBackToTheGrain()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("look", async probe =>
        {
            var accessor = probe.GrainContext.ActivationServices.GetRequiredService<IGrainContextAccessor>();
            Assert.Equal(Expected.GrainsRunOnTheDefaultScheduler, TaskScheduler.Current == TaskScheduler.Default);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.Same(probe.GrainContext, accessor.GrainContext);
        });
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("look"));
    }

    [Fact]
    public async Task Services_OfTwoActivations_AreAsExpected()
    {
        await using var silo = await TestSilo.Start();
        var seen = new Log<IServiceProvider>();
        silo.Scripts.Add("look", probe => seen.Add(probe.GrainContext.ActivationServices));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("look"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("b").Run("look"));
        Assert.Equal(Expected.ActivationsHaveServicesOfTheirOwn, !ReferenceEquals(seen.ToList()[0], seen.ToList()[1]));
    }
}
