using System.Text.Json.Serialization;
using CityActors.Places;
using Orleans.Concurrency;

namespace CityActors.Alerts;

/// <summary>An entity that may have alerts: household, camera, terminal.</summary>
public interface IAlertingGrain : IRetirableGrain
{
    /// <summary>Acts on one of the entity's alerts.</summary>
    [Alias("HandleAlert")]
    Task<AlertReply> HandleAlert(string alertId, AlertCommand command);

    /// <summary>What would become of each command to one of its alerts now, by the rules that decide; null where there is no such alert. Changes nothing.</summary>
    [ReadOnly, Alias("WeighAlert")]
    Task<WeighedAlert?> WeighAlert(string alertId, string actor, DateTimeOffset at);

    /// <summary>Reads one alert, open or among the last ended.</summary>
    [ReadOnly, Alias("ReadAlert")]
    Task<AlertView?> ReadAlert(string alertId);
}

/// <summary>A look at an alert.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Privacy">Who may see more than that there is one: as its entity's card says now.</param>
[GenerateSerializer, Immutable, Alias("alert-view")]
public sealed record AlertView(
    [property: Id(0)] Alert Alert,
    [property: Id(1)] Privacy Privacy)
{
    /// <summary>Who is told while nobody takes it on, soonest first.</summary>
    [Id(2)] public IReadOnlyList<AlertStepDue> Steps { get; init; } = [];
}

/// <summary>A step of an alert's ladder.</summary>
/// <param name="Receiver">Who is told.</param>
/// <param name="Due">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("alert-step-due")]
public sealed record AlertStepDue(
    [property: Id(0)] string Receiver,
    [property: Id(1)] DateTimeOffset Due);

/// <summary>What would become of each command to an alert now.</summary>
/// <param name="Version">The alert's version.</param>
/// <param name="Commands">One of each kind.</param>
[GenerateSerializer, Immutable, Alias("weighed-alert")]
public sealed record WeighedAlert(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<WeighedAlertCommand> Commands);

/// <summary>What would become of a command that was not given.</summary>
/// <param name="Command">The command.</param>
/// <param name="Refusal">Why it would be refused, or null: it would be done.</param>
[GenerateSerializer, Immutable, Alias("weighed-alert-command")]
public sealed record WeighedAlertCommand(
    [property: Id(0)] AlertCommand Command,
    [property: Id(1)] Refusal? Refusal);

/// <summary>What an officer does about an alert.</summary>
[GenerateSerializer, Immutable, Alias("alert-command")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Acknowledge), "acknowledge")]
[JsonDerivedType(typeof(OnSite), "on-site")]
[JsonDerivedType(typeof(Safe), "safe")]
[JsonDerivedType(typeof(FalseAlarm), "false-alarm")]
[JsonDerivedType(typeof(Outcome), "outcome")]
public abstract record AlertCommand
{
    /// <summary>The id of this command; a repeat changes nothing and gets the same answer, anything else with this id is refused.</summary>
    [Id(0)] public string CommandId { get; init; } = "";

    /// <summary>Who acts; set from the caller's key, never from the body.</summary>
    [Id(1)] public string Actor { get; init; } = "";

    /// <summary>When, UTC; set from the declared clock.</summary>
    [Id(2)] public DateTimeOffset At { get; init; }

    /// <summary>Which caller gave the id, and for what; set by the API, never from the body. Null: the city's own parts did.</summary>
    [Id(3)] public CommandSource? Source { get; init; }

    /// <summary>Takes the alert on.</summary>
    [GenerateSerializer, Immutable, Alias("alert-acknowledge")]
    public sealed record Acknowledge : AlertCommand;

    /// <summary>Somebody is there. Ends the five-minute countdown.</summary>
    [GenerateSerializer, Immutable, Alias("alert-on-site")]
    public sealed record OnSite : AlertCommand;

    /// <summary>All is well or has been seen to: ends the episode.</summary>
    [GenerateSerializer, Immutable, Alias("alert-safe")]
    public sealed record Safe : AlertCommand
    {
        /// <summary>What was found.</summary>
        [Id(0)] public string Note { get; init; } = "";
    }

    /// <summary>There was nothing: ends the episode and counts against the rule.</summary>
    [GenerateSerializer, Immutable, Alias("alert-false-alarm")]
    public sealed record FalseAlarm : AlertCommand
    {
        /// <summary>Why it was false; required.</summary>
        [Id(0)] public string Reason { get; init; } = "";
    }

    /// <summary>What was found where somebody might have needed help: ends the episode if it has not ended, and may be said once.</summary>
    [GenerateSerializer, Immutable, Alias("alert-outcome")]
    public sealed record Outcome : AlertCommand
    {
        /// <summary>What was found.</summary>
        [Id(0)] public required CareOutcome Found { get; init; }

        /// <summary>More about it; required where it was a false alarm.</summary>
        [Id(1)] public string Note { get; init; } = "";
    }
}

/// <summary>The answer to an alert command.</summary>
/// <param name="Alert">The alert after it, or null where there is none of that id.</param>
/// <param name="Refusal">Why nothing changed, or null.</param>
[GenerateSerializer, Immutable, Alias("alert-reply")]
public sealed record AlertReply(
    [property: Id(0)] Alert? Alert,
    [property: Id(1)] Refusal? Refusal);

/// <summary>Why something asked for was not done.</summary>
/// <param name="Code">A short stable name, for example <c>not-allowed</c>.</param>
/// <param name="English">What was wrong and what to do.</param>
/// <param name="Chinese">The same in Chinese.</param>
[GenerateSerializer, Immutable, Alias("refusal")]
public sealed record Refusal(
    [property: Id(0)] string Code,
    [property: Id(1)] string English,
    [property: Id(2)] string Chinese);
