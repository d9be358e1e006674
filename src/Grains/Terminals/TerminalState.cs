using CityActors.Alerts;

namespace CityActors.Terminals;

/// <summary>What a terminal remembers.</summary>
[GenerateSerializer, Alias("terminal-state")]
public sealed class TerminalState : EntityState
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public TerminalRegistration? Registration { get; set; }

    /// <summary>What it measured.</summary>
    [Id(1)] public LevelState Level { get; set; } = LevelState.Unknown;
}
