using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CityActors.Conformance;

/// <summary>Orleans (StateStorageBridge, MemoryGrainStorage): states are read before OnActivateAsync, written under their ETag.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private IStatefulProbe Grain => _silo.Grains.GetGrain<IStatefulProbe>("a");

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public Task State_NeverWritten_IsEmpty() => Run((_, store) =>
    {
        Assert.Equal((new ProbeState(), false, null), (store.State, store.RecordExists, store.Etag));
        return Task.CompletedTask;
    });

    [Fact]
    public Task State_Written_ExistsUnderANewETagEachTime() => Run(async (_, store) =>
    {
        await Write(store, 1);
        var first = store.Etag;
        Assert.True(store.RecordExists);
        Assert.NotNull(first);
        await Write(store, 2);
        Assert.NotEqual(first, store.Etag);
    });

    [Fact]
    public async Task State_Written_IsThereForTheNextActivation()
    {
        await Run(async (probe, store) =>
        {
            await Write(store, 7);
            probe.EndSoon();
        });
        await Run((_, store) =>
        {
            Assert.Equal((7, true), (store.State.Number, store.RecordExists));
            return Task.CompletedTask;
        });
        Assert.Equal(2, _silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task State_IsReadBeforeOnActivateAsync()
    {
        var seen = new Log<int>();
        _silo.Scripts.OnActivate = probe =>
        {
            seen.Add(((StatefulProbe)probe).Store.State.Number);
            return Task.CompletedTask;
        };
        await Run(async (probe, store) =>
        {
            await Write(store, 7);
            probe.EndSoon();
        });
        await Run((_, _) => Task.CompletedTask);
        Assert.Equal([0, 7], seen.ToList());
    }

    [Fact]
    public Task State_ReadAgain_LosesWhatWasNotWritten() => Run(async (_, store) =>
    {
        await Write(store, 1);
        store.State = new ProbeState { Number = 2 };
        await store.ReadStateAsync();
        Assert.Equal(1, store.State.Number);
    });

    [Fact]
    public async Task State_Cleared_IsEmptyAgain_AndCanBeWritten()
    {
        await Run(async (probe, store) =>
        {
            await Write(store, 1);
            await store.ClearStateAsync();
            Assert.Equal((new ProbeState(), false), (store.State, store.RecordExists));
            probe.EndSoon();
        });
        await Run(async (_, store) =>
        {
            Assert.Equal((0, false), (store.State.Number, store.RecordExists));
            await Write(store, 2);
            Assert.True(store.RecordExists);
        });
    }

    [Fact]
    public Task State_NeverWritten_CanBeCleared() => Run(async (_, store) =>
    {
        await store.ClearStateAsync();
        Assert.False(store.RecordExists);
        await Write(store, 1);
        Assert.True(store.RecordExists);
    });

    [Fact]
    public async Task State_WrittenByAnotherMeanwhile_ConflictEndsTheActivation_AndTheNextSeesTheOthers()
    {
        await Run((_, store) => Write(store, 1));
        await WriteFromOutside(2);
        var thrown = await Assert.ThrowsAsync<InconsistentStateException>(() => Run((_, store) => Write(store, 3)));
        Assert.NotEqual(thrown.StoredEtag, thrown.CurrentEtag);
        await Run(async (_, store) =>
        {
            Assert.Equal(2, store.State.Number);
            await Write(store, 4);
        });
        var reason = Assert.Single(_silo.Scripts.Deactivations.ToList()).Reason;
        Assert.Equal((DeactivationReasonCode.ApplicationError, 2), (reason.ReasonCode, _silo.Scripts.Activations.Count));
    }

    [Fact]
    public async Task State_ClearedByAStaleActivation_ConflictsToo()
    {
        await Run((_, store) => Write(store, 1));
        await WriteFromOutside(2);
        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Run((_, store) => store.ClearStateAsync()));
        await Run((_, store) =>
        {
            Assert.Equal(2, store.State.Number);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Conflict_OfACallee_EndsTheCallee_NotTheCaller()
    {
        await Run((_, store) => Write(store, 1));
        await WriteFromOutside(2);
        _silo.Scripts.Add("write", probe => Write(((StatefulProbe)probe).Store, 3));
        _silo.Scripts.Add("call", probe => probe.Grains.GetGrain<IStatefulProbe>("a").Run("write"));
        var caller = _silo.Grains.GetGrain<IPlainProbe>("caller");
        Assert.Equal(1, await Wait.End(caller.Count()));
        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Wait.End(caller.Run("call")));
        Assert.Equal(2, await Wait.End(caller.Count()));
        await Wait.Until(() => _silo.Scripts.Deactivations.Count == 1);
        Assert.Equal(Grain.GetGrainId(), _silo.Scripts.Deactivations.ToList()[0].Grain);
    }

    [Fact]
    public async Task Writes_NotAwaited_EndInTheOrderOfTheirCalls()
    {
        await Run(async (probe, store) =>
        {
            Task[] writes = [Write(store, 1), Write(store, 2), Write(store, 3)];
            await Task.WhenAll(writes);
            probe.EndSoon();
        });
        await Run((_, store) =>
        {
            Assert.Equal(3, store.State.Number);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task State_ChangedAfterAWriteBegan_IsStoredAsExpected()
    {
        await Run(async (probe, store) =>
        {
            var write = Write(store, 1);
            store.State = new ProbeState { Number = 2 };
            await write;
            probe.EndSoon();
        });
        await Run((_, store) =>
        {
            Assert.Equal(Expected.WriteStoresWhatTheStateIsWhenCalled ? 1 : 2, store.State.Number);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task State_ThatNamesAGrain_FindsItAgain()
    {
        var other = _silo.Grains.GetGrain<IPlainProbe>("other");
        _silo.Scripts.Add("link", async probe =>
        {
            var store = ((LinkedProbe)probe).Store;
            store.State = new Link { Grain = other.GetGrainId() };
            await store.WriteStateAsync(CancellationToken.None);
            probe.EndSoon();
        });
        _silo.Scripts.Add("follow", async probe =>
        {
            var link = ((LinkedProbe)probe).Store.State;
            Assert.Equal(other.GetGrainId(), link.Grain);
            Assert.Equal(1, await probe.Grains.GetGrain<IPlainProbe>(link.Grain).Count());
        });
        var grain = _silo.Grains.GetGrain<ILinkedProbe>("a");
        await Wait.End(grain.Run("link"));
        await Wait.End(grain.Run("follow"));
    }

    /// <summary>Orleans wraps what is no OrleansException (StateStorageBridge.OnError).</summary>
    [Fact]
    public async Task Read_ThatFails_FailsTheActivation_AndTheNextCallReadsAgain()
    {
        _silo.FailingStorage.ReadFailure = new IOException("no disk");
        var grain = _silo.Grains.GetGrain<IFailingStorageProbe>("a");
        var thrown = await Assert.ThrowsAsync<OrleansException>(() => Wait.End(grain.Count()));
        Assert.Equal("no disk", Assert.IsType<IOException>(thrown.InnerException).Message);
        _silo.FailingStorage.ReadFailure = null;
        Assert.Equal(1, await Wait.End(grain.Count()));
        Assert.Equal(1, _silo.Scripts.Activations.Count); // The failed one never came to OnActivateAsync.
    }

    [Fact]
    public async Task Read_ThatFailsInACall_LeavesTheActivation()
    {
        _silo.Scripts.Add("read", probe => ((FailingStorageProbe)probe).Store.ReadStateAsync(CancellationToken.None));
        var grain = _silo.Grains.GetGrain<IFailingStorageProbe>("a");
        Assert.Equal(1, await Wait.End(grain.Count()));
        _silo.FailingStorage.ReadFailure = new IOException("no disk");
        var thrown = await Assert.ThrowsAsync<OrleansException>(() => Wait.End(grain.Run("read")));
        Assert.Equal("no disk", Assert.IsType<IOException>(thrown.InnerException).Message);
        Assert.Equal(2, await Wait.End(grain.Count()));
    }

    [Fact]
    public async Task Write_ThatFails_EndsTheActivationAsExpected()
    {
        _silo.FailingStorage.WriteFailure = new IOException("disk full");
        _silo.Scripts.Add("write", probe => ((FailingStorageProbe)probe).Store.WriteStateAsync(CancellationToken.None));
        var grain = _silo.Grains.GetGrain<IFailingStorageProbe>("a");
        var thrown = await Assert.ThrowsAsync(Expected.FailedWriteThrows, () => Wait.End(grain.Run("write")));
        Assert.Contains("disk full", thrown.Message, StringComparison.Ordinal);
        _ = await Wait.End(grain.Count());
        Assert.Equal(Expected.GrainThatCatchesAFailedWriteLives ? 1 : 2, _silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Write_ThatFails_CaughtByTheGrain_EndsTheActivationAsExpected()
    {
        _silo.FailingStorage.WriteFailure = new InconsistentStateException("stale");
        _silo.Scripts.Add("write", async probe =>
            _ = await Assert.ThrowsAsync<InconsistentStateException>(() => ((FailingStorageProbe)probe).Store.WriteStateAsync(CancellationToken.None)));
        var grain = _silo.Grains.GetGrain<IFailingStorageProbe>("a");
        await Wait.End(grain.Run("write"));
        _ = await Wait.End(grain.Count());
        Assert.Equal(Expected.GrainThatCatchesAFailedWriteLives ? 1 : 2, _silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Write_UnderWayWhenTheActivationEnds_IsWaitedForAsExpected()
    {
        var gate = new TaskCompletionSource();
        _silo.FailingStorage.Delay = gate.Task;
        Task? write = null;
        IGrainContext? context = null;
        _silo.Scripts.Add("write", async probe =>
        {
            (context, write) = (probe.GrainContext, ((FailingStorageProbe)probe).Store.WriteStateAsync(CancellationToken.None));
            await _silo.FailingStorage.Begun.Task;
            probe.EndSoon();
        });
        await Wait.End(_silo.Grains.GetGrain<IFailingStorageProbe>("a").Run("write"));
        if (!Expected.ActivationOutlivesItsStorageOperations)
        {
            await Wait.End(context!.Deactivated);
        }

        Assert.Equal(Expected.ActivationOutlivesItsStorageOperations, !context!.Deactivated.IsCompleted);
        gate.SetResult();
        await Wait.End(Task.WhenAll(write!, context.Deactivated));
    }

    private static Task Write(IPersistentState<ProbeState> store, int number)
    {
        store.State = new ProbeState { Number = number };
        return store.WriteStateAsync();
    }

    private Task Run(Func<Probe, IPersistentState<ProbeState>, Task> script)
    {
        _silo.Scripts.Add("script", probe => script(probe, ((StatefulProbe)probe).Store));
        return Wait.End(Grain.Run("script"));
    }

    private async Task WriteFromOutside(int number)
    {
        var storage = _silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var state = new GrainState<ProbeState>();
        await storage.ReadStateAsync("conformance-probe", Grain.GetGrainId(), state);
        state.State = new ProbeState { Number = number };
        await storage.WriteStateAsync("conformance-probe", Grain.GetGrainId(), state);
    }
}
