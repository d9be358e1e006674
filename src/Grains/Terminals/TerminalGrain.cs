using CityActors.Alerts;
using CityActors.Commits;

namespace CityActors.Terminals;

/// <summary>A device that measures one thing.</summary>
[GrainType("terminal")]
internal sealed class TerminalGrain(TerminalRules rules, CityServices city) : EntityGrain<TerminalState>(rules, city), ITerminalGrain
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public Task Register(TerminalRegistration registration, DateTimeOffset at)
    {
        if (State.Registration == registration)
        {
            return Task.CompletedTask;
        }

        ThresholdRule.Of(registration, rules.Options);
        State.Registration = registration;
        return Registered(at);
    }

    /// <inheritdoc/>
    public Task<TerminalView?> Read() => Task.FromResult(State.Registration is not { } registration ? null : new TerminalView
    {
        Registration = registration,
        Threshold = ThresholdRule.Of(registration, rules.Options).Threshold,
        LastReadingAt = State.Level.At,
        Value = State.Level.Value,
        OpenAlerts = OpenAlerts,
    });
}
