using System.Diagnostics.Metrics;
using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityActors.Engine.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task Start_WithoutTheStorageAGrainNames_FailsInOneSentence()
    {
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(
            () => TestSilo.Start(configure: silo => silo.AddMemoryGrainStorage("other")));
        Assert.Contains("'probe' in storage 'Default'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutAServiceAGrainAsksFor_FailsNamingBoth()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        _ = builder.UseOrleans(silo => silo.AddMemoryGrainStorageAsDefault());
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("asks for", exception.Message, StringComparison.Ordinal);
        Assert.Contains("not registered", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutStreamsOrReminders_NamesTheGrainThatNeedsThem()
    {
        Assert.Contains("has no stream provider; add one with AddMemoryStreams", await Fail(silo => silo), StringComparison.Ordinal);
        Assert.Contains("uses reminders, but the silo keeps none", await Fail(silo => silo.AddMemoryStreams("streams")), StringComparison.Ordinal);

        static async Task<string> Fail(Func<ISiloBuilder, ISiloBuilder> configure)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            _ = builder.Services.AddSingleton<Scripts>().AddSingleton<Received>().AddSingleton<ReminderLog>();
            _ = builder.UseOrleans(silo => configure(silo.AddMemoryGrainStorageAsDefault()));
            using var host = builder.Build();
            return (await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Message;
        }
    }

    [Fact]
    public async Task Start_WithOptionsOutOfRange_NamesTheOption()
    {
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(() => TestSilo.Start(engine => engine.Loops = 0));
        Assert.Contains("EngineOptions.Loops is 0; it must be from 1 to 256", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetGrain_BeforeStart_SaysSo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        _ = builder.UseOrleans(silo => silo.AddMemoryGrainStorageAsDefault());
        using var host = builder.Build();
        var exception = Assert.Throws<OrleansConfigurationException>(
            () => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IReminded>("x"));
        Assert.Contains("not started", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetGrain_OfAnInterfaceWithSeveralClasses_AsksForAPrefix()
    {
        await using var silo = await TestSilo.Start();
        var exception = Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IProbe>("x"));
        Assert.Contains("name one by its prefix", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Affinity_PutsGrainsOnTheirLoop()
    {
        await using var silo = await TestSilo.Start(engine =>
        {
            engine.Loops = 3;
            engine.Affinity = grain => int.Parse(grain.Key.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        });
        var threads = new int[6];
        silo.Scripts.Add("thread", probe =>
        {
            threads[int.Parse(probe.Key, System.Globalization.CultureInfo.InvariantCulture)] = Environment.CurrentManagedThreadId;
            return Task.CompletedTask;
        });
        for (var i = 0; i < 6; i++)
        {
            await silo.Probe($"{i}").Run("thread");
        }

        Assert.Equal(threads[0], threads[3]);
        Assert.Equal(threads[1], threads[4]);
        Assert.Equal(threads[2], threads[5]);
        Assert.Equal(3, threads.Distinct().Count());
    }

    [Fact]
    public async Task Metrics_CountCallsAndActivations()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "CityActors.Engine")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name + Tag(tags), value));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument.Name + Tag(tags), value));
        listener.Start();
        await using var silo = await TestSilo.Start(engine => engine.LongTurn = TimeSpan.Zero);
        _ = await silo.Probe("metrics").Count();
        await silo.Idle();
        listener.RecordObservableInstruments();
        Assert.True(seen["cityactors.engine.calls/queued"] > 0);
        Assert.True(seen["cityactors.engine.activations/plain-probe"] > 0);
        Assert.True(seen["cityactors.engine.activations.begun"] > 0);
        Assert.True(seen["cityactors.engine.turns.long"] > 0);

        void Add(string name, long value) => seen[name] = seen.GetValueOrDefault(name) + value;

        static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length == 0 ? string.Empty : $"/{tags[0].Value}";
    }
}
