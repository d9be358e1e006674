using System.Diagnostics.Metrics;
using CityActors.Engine.Scheduling;

namespace CityActors.Engine.Diagnostics;

/// <summary>The figures of one running engine; read from the loops' counters when somebody looks, so that counting costs nothing.</summary>
internal sealed class EngineInstruments : IDisposable
{
    private readonly Meter _meter = new(EngineMeter.Name);
    private readonly GrainEngine _engine;

    public EngineInstruments(GrainEngine engine)
    {
        _engine = engine;
        _ = _meter.CreateObservableCounter("cityactors.engine.calls", Calls, description: "Calls, run inline or queued.");
        _ = Counter("turns", "Turns of loops.", counters => counters.Turns);
        _ = Counter("turns.long", "Turns that took too long.", counters => counters.LongTurns);
        _ = Counter("timeouts", "Calls without an answer in time.", counters => counters.Timeouts);
        _ = Counter("activations.begun", "Activations that became ready.", counters => counters.Activated);
        _ = Counter("activations.failed", "Activations that failed.", counters => counters.ActivationFailures);
        _ = Counter("activations.ended", "Activations that ended.", counters => counters.Deactivated);
        _ = Counter("activations.discarded", "Activations discarded after a failed write.", counters => counters.Discarded);
        _ = _meter.CreateObservableGauge(
            "cityactors.engine.activations", () => ByType(status => status.Activations), description: "Active grains by type.");
        _ = _meter.CreateObservableGauge(
            "cityactors.engine.waiting", () => ByType(status => status.Waiting), description: "Requests in the queues of grains by type.");
    }

    public void Dispose() => _meter.Dispose();

    private ObservableCounter<long> Counter(string name, string description, Func<LoopCounters, long> read) =>
        _meter.CreateObservableCounter($"cityactors.engine.{name}", () => _engine.Loops.Sum(loop => read(loop.Counters)), description: description);

    private IEnumerable<Measurement<long>> Calls() =>
    [
        new(_engine.Loops.Sum(loop => loop.Counters.InlineCalls), new KeyValuePair<string, object?>("kind", "inline")),
        new(_engine.Loops.Sum(loop => loop.Counters.QueuedCalls), new KeyValuePair<string, object?>("kind", "queued")),
    ];

    private IEnumerable<Measurement<int>> ByType(Func<GrainTypeStatus, int> read) =>
        _engine.Status().Select(status => new Measurement<int>(read(status), new KeyValuePair<string, object?>("grain", status.GrainType)));
}
