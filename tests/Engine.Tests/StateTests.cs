using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CityActors.Engine.Tests;

public sealed class StateTests
{
    [Fact]
    public async Task State_Written_IsReadByTheNextActivation()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("write", Write(5));
        silo.Scripts.Add("read", probe =>
        {
            var store = ((StatefulProbe)probe).Store;
            Assert.Equal(5, store.State.Number);
            Assert.True(store.RecordExists);
            Assert.NotNull(store.Etag);
            return Task.CompletedTask;
        });
        silo.Scripts.Add("clear", probe => ((StatefulProbe)probe).Store.ClearStateAsync());
        silo.Scripts.Add("empty", probe =>
        {
            var store = ((StatefulProbe)probe).Store;
            Assert.Equal(0, store.State.Number);
            Assert.False(store.RecordExists);
            return Task.CompletedTask;
        });
        var grain = silo.Grain<IStatefulProbe>();
        await grain.Run("empty");
        await grain.Run("write");
        await silo.Control.DeactivateAll();
        await grain.Run("read");
        await grain.Run("clear");
        await grain.Run("empty");
        await silo.Control.DeactivateAll();
        await grain.Run("empty");
        await grain.Run("write");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FailedWrite_DiscardsTheActivation_AndWaitingCallsSeeWhatIsStored(bool isCommitted)
    {
        var storage = new FaultyStorage();
        await using var silo = await Start(storage);
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("write 1", Write(1));
        silo.Scripts.Add("write 2", async probe =>
        {
            await gate.Task;
            storage.FailNext(isCommitted);
            await Write(2)(probe);
        });
        var seen = -1;
        silo.Scripts.Add("see", probe =>
        {
            seen = ((StatefulProbe)probe).Store.State.Number;
            return Task.CompletedTask;
        });
        var grain = silo.Grain<IStatefulProbe>();
        await grain.Run("write 1");
        var failing = grain.Run("write 2");
        var waiting = grain.Run("see");
        gate.SetResult();
        var exception = await Assert.ThrowsAsync<InconsistentStateException>(() => failing);
        Assert.Contains("probe", exception.Message, StringComparison.Ordinal);
        await waiting;
        Assert.Equal(isCommitted ? 2 : 1, seen);
        await grain.Run("write 1");
    }

    [Fact]
    public async Task FailedWrite_Caught_StillDiscards_AndNothingMoreIsWritten()
    {
        var storage = new FaultyStorage();
        await using var silo = await Start(storage);
        silo.Scripts.OnDeactivate = (probe, _) => probe is StatefulProbe ? Write(99)(probe) : Task.CompletedTask;
        silo.Scripts.Add("swallow", async probe =>
        {
            storage.FailNext(false);
            _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Write(1)(probe));
            _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Write(2)(probe));
        });
        var seen = -1;
        silo.Scripts.Add("see", probe =>
        {
            seen = ((StatefulProbe)probe).Store.State.Number;
            return Task.CompletedTask;
        });
        var grain = silo.Grain<IStatefulProbe>();
        await grain.Run("swallow");
        await grain.Run("see");
        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task InconsistentState_OfACallee_DoesNotDiscardTheCaller()
    {
        var storage = new FaultyStorage();
        await using var silo = await Start(storage);
        silo.Scripts.Add("fail", async probe =>
        {
            storage.FailNext(false);
            await Write(1)(probe);
        });
        silo.Scripts.Add("pass on", probe => probe.Grain<IStatefulProbe>("b").Run("fail"));
        _ = await silo.Probe().Count();
        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Probe().Run("pass on"));
        await silo.Idle();
        Assert.Equal(2, await silo.Probe().Count());
    }

    [Fact]
    public async Task FailedRead_FailsTheActivation()
    {
        var storage = new FaultyStorage { FailReads = true };
        await using var silo = await Start(storage);
        silo.Scripts.Add("see", _ => Task.CompletedTask);
        var thrown = await Assert.ThrowsAsync<OrleansException>(() => silo.Grain<IStatefulProbe>().Run("see"));
        _ = Assert.IsType<IOException>(thrown.InnerException);
        await silo.Idle();
        Assert.Equal(0, silo.Control.ActivationCount);
        storage.FailReads = false;
        await silo.Grain<IStatefulProbe>().Run("see");
    }

    [Fact]
    public async Task Writes_NotAwaited_RunOneAfterAnother()
    {
        await using var silo = await Start(new FaultyStorage());
        silo.Scripts.Add("twice", probe => Task.WhenAll(Write(1)(probe), Write(2)(probe), Write(3)(probe)));
        silo.Scripts.Add("see", probe =>
        {
            Assert.Equal(3, ((StatefulProbe)probe).Store.State.Number);
            return Task.CompletedTask;
        });
        await silo.Grain<IStatefulProbe>().Run("twice");
        await silo.Control.DeactivateAll();
        await silo.Grain<IStatefulProbe>().Run("see");
    }

    private static Task<TestSilo> Start(FaultyStorage storage) => TestSilo.Start(configure: silo =>
        silo.Services.AddKeyedSingleton<IGrainStorage>("Default", storage));

    private static Func<Probe, Task> Write(int number) => probe =>
    {
        var store = ((StatefulProbe)probe).Store;
        store.State = new ProbeState { Number = number };
        return store.WriteStateAsync();
    };

    /// <summary>Storage on a foreign thread that fails when told to.</summary>
    private sealed class FaultyStorage : IGrainStorage
    {
        private readonly Storage.MemoryGrainStorage _inner = new(new CityActors.Storage.StateSerializer());
        private bool? _failNext;

        public bool FailReads { get; set; }

        public void FailNext(bool isCommitted) => _failNext = isCommitted;

        public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await Elsewhere();
            if (FailReads)
            {
                throw new IOException("unreadable");
            }

            await _inner.ReadStateAsync(stateName, grainId, grainState);
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var copy = new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists };
            await Elsewhere();
            var fail = _failNext;
            _failNext = null;
            if (fail == false)
            {
                throw new IOException("disk full");
            }

            await _inner.WriteStateAsync(stateName, grainId, copy);
            grainState.ETag = copy.ETag;
            grainState.RecordExists = true;
            if (fail == true)
            {
                throw new IOException("connection lost after commit");
            }
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            _inner.ClearStateAsync(stateName, grainId, grainState);

        private static Task Elsewhere() => Task.Run(() => { });
    }
}
