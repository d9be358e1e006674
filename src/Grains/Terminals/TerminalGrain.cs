using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Devices;

namespace CityActors.Terminals;

/// <summary>A device that measures something.</summary>
[GrainType("terminal")]
internal sealed class TerminalGrain(TerminalRules rules, CityServices city) : EntityGrain<TerminalState>(rules, city), ITerminalGrain
{
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public Task Register(TerminalRegistration registration, DateTimeOffset at)
    {
        if (State.Registration == registration && State.Retired is null)
        {
            return Task.CompletedTask;
        }

        rules.Register(State, registration);
        return Registered(at);
    }

    public Task<TerminalView?> Read() => Task.FromResult(State is not { Registration: { } registration, Retired: null } ? null : new TerminalView
    {
        Registration = registration,
        Threshold = rules.ProgramOf(State).Threshold,
        LastReadingAt = rules.Last(State)?.At,
        Value = rules.Last(State)?.Value,
        OpenAlerts = OpenAlerts,
        NotJudged = State.NotJudged,
        Commands = State.Commands?.Latest,
    });

    public Task<TerminalReadings?> ReadReadings() => Task.FromResult(
        State is { Registration: not null, Retired: null } ? rules.Readings(State) : null);

    public Task<CommandReply> Answer(CommandReceipt receipt) => Decide(state => rules.Answer(state, receipt));
}
