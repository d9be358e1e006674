using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Devices;
using CityActors.Notifications;
using CityActors.Observations;
using CityActors.Packs.Switches;
using CityActors.Places;
using CityActors.Signals;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Cameras;

/// <summary>A video source with AI events.</summary>
[GrainType("camera")]
internal sealed class CameraGrain(CameraRules rules, CityServices city) : EntityGrain<CameraState>(rules, city), ICameraGrain
{
    public Task Register(CameraRegistration registration, DateTimeOffset at)
    {
        if (State is { Registration: { } known, Retired: null } && known with { Zones = registration.Zones } == registration && known.Zones.SequenceEqual(registration.Zones))
        {
            return Task.CompletedTask;
        }

        State.Registration = registration;
        State.Forget();
        return Registered(at);
    }

    public Task<CameraView?> Read() => Task.FromResult(State is not { Registration: { } registration, Retired: null } ? null : new CameraView
    {
        Registration = registration,
        LastEventAt = State.Scene.LastAt,
        Tracks = State.Scene.Tracks.Count,
        OpenAlerts = OpenAlerts,
        NotJudged = State.NotJudged,
    });

    public Task<IReadOnlyList<CameraTrack>?> ReadTracks() => Task.FromResult(
        State is { Registration: not null, Retired: null } ? rules.Tracks(State) : null);
}

/// <summary>What a camera decides.</summary>
internal sealed class CameraRules(IOptions<CameraOptions> options, IOptions<AlertOptions> alerts, Kinds kinds, CityThings things) : JudgedRules<CameraState, SceneState>(alerts.Value, kinds, things)
{
    private readonly CityCommands commands = new(things);

    /// <summary>What an officer sees of the tracks that it follows.</summary>
    public IReadOnlyList<CameraTrack> Tracks(CameraState state) => CameraTracks.Of(state.Scene, state.Rewind?.Items ?? [], state.Alerts?.Open ?? [], Kinds, Program(state));

    public override EntityCard? CardOf(CameraState state) => state.Registration?.Card;

    protected override CityPlaces Places => Things!.Places;

    public override bool IsSilenceDue(CameraState state) => false; // A camera that sees nothing has nothing to say.

    protected override TimeSpan IntervalOf(CameraState state) => TimeSpan.Zero;

    protected override DateTimeOffset? NextDueOf(CameraState state) => Detector(state).NextDue(state.Scene);

    protected override IReadOnlyList<Finding> Judge(CameraState state, Observation observation) =>
        Keep(state, Detector(state).Observe(state.Scene, observation, state.Registration!.Zones));

    protected override IEnumerable<LadderStep> LadderOf(CameraState state, Alert alert) => Things!.LadderOf(alert, state.Alerts!.HasRoster(alert));

    protected override Notification Worded(CameraState state, Alert alert, Notification usual) => Things!.Worded(alert, usual);

    protected override (string English, string Chinese) TextOf(CameraState state, Alert alert) => Things!.TextOf(alert, CardOf(state)!.Privacy);

    protected override bool IsMoreAlarming(CameraState state, HeardItem item, HeardItem than) => item.Track?.Confidence > than.Track?.Confidence;

    protected override void Wipe(CameraState state, bool isErased) => (state.Scene, state.Rewind) = (SceneState.Empty, null);

    protected override Decision<CameraState> Commanded(CameraState state, DeviceCommand command) => Nowhere(state, command, commands);

    protected override IEnumerable<Finding> Standing(CameraState state) => Detector(state).Standing(state.Scene, state.Rewind!.JudgedUntil);

    protected override IReadOnlyList<Finding> JudgeSilence(CameraState state, DateTimeOffset upTo) => Keep(state, Detector(state).Tick(state.Scene, upTo));

    private TrackProgram Program(CameraState state)
    {
        if (state.Judged is not { } known || !ReferenceEquals(known.Of, state.Registration) || !ReferenceEquals(known.By, Things!.Book))
        {
            state.Judged = known = (state.Registration!, Things!.Book, Things!.ProgramOf(state.Registration!, options.Value));
        }

        return known.Program;
    }

    private TrackDetector Detector(CameraState state) => new(Program(state));

    private static IReadOnlyList<Finding> Keep(CameraState state, DetectorStep<SceneState> step)
    {
        state.Scene = step.Next;
        return step.Findings;
    }
}

/// <summary>What a camera remembers.</summary>
[GenerateSerializer, Alias("camera-state")]
public sealed class CameraState : JudgedState<SceneState>
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public CameraRegistration? Registration { get; set; }

    /// <summary>What it sees.</summary>
    [Id(1)] public SceneState Scene { get; set; } = SceneState.Empty;

    /// <summary>By what it is judged, and the registration and the switches for which that was found; null: not found yet.</summary>
    [JsonIgnore]
    [field: NonSerialized]
    internal (CameraRegistration Of, PackBook By, TrackProgram Program)? Judged { get; set; }

    internal override SceneState Memory
    {
        get => Scene;
        set => Scene = value;
    }
}
