using CityActors.Engine.Calls;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <content>How an activation begins and ends.</content>
internal sealed partial class GrainActivation
{
    /// <summary>Queues the turn in which the grain is created.</summary>
    public void BeginActivation(RequestValues? values)
    {
        var request = new LifeRequest(this, LifeRequest.Activate) { Values = values };
        _status += OneRunning;
        _blocking++;
        _running = request;
        request.IsAdmitted = true;
        Loop.Schedule(request);
    }

    /// <summary>Creates the grain, reads its states and lets it get ready.</summary>
    public async Task Activate(CancellationToken cancellationToken)
    {
        CurrentActivation.Value = this;
        try
        {
            Instance = Class.Create(this);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Grain {this} could not be created: {exception.Message}", exception);
        }
        finally
        {
            CurrentActivation.Value = null;
        }

        if (_extras?.States is { } states)
        {
            foreach (var state in states)
            {
                await state.Read(cancellationToken);
            }

            _extras.States = null;
        }

        await ((IGrainBase)Instance).OnActivateAsync(cancellationToken);
    }

    /// <summary>Called when activation has ended, well or not.</summary>
    public void EndActivation(Task task)
    {
        _status -= OneRunning;
        _blocking--;
        _running = null;
        if (State != ActivationState.Activating)
        {
            return; // It took too long and was given up.
        }

        if (task.IsCompletedSuccessfully)
        {
            State = ActivationState.Valid;
            _lastUsedSeconds = Loop.CoarseSeconds;
            Loop.Counters.Activated++;
            TrimExtras();
            Continue(true);
            return;
        }

        var cause = task.Exception?.InnerException
            ?? new OrleansException($"Activation of {this} was cancelled.");
        FailActivation(cause);
    }

    /// <summary>Gives an activation up that could not begin, and fails the calls that waited for it.</summary>
    public void FailActivation(Exception cause)
    {
        Loop.Counters.ActivationFailures++;
        Loop.Engine.Log.LogError(cause, "Activation of {Grain} failed; the calls that waited for it fail too.", ToString());
        var waiting = Bury();
        foreach (var request in waiting)
        {
            request.Refuse(cause);
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (Scheduling.Loop.Current == Loop)
        {
            End(deactivationReason);
        }
        else
        {
            Loop.Schedule(new Scheduling.LoopAction(() => End(deactivationReason)));
        }
    }

    /// <summary>Ends the activation because a write failed: nothing of its memory may reach storage any more.</summary>
    public void Discard(Exception cause)
    {
        if (!Has(ActivationFlags.Discarded))
        {
            Raise(ActivationFlags.Discarded);
            Loop.Counters.Discarded++;
        }

        End(new DeactivationReason(DeactivationReasonCode.ApplicationError, cause, "The state could not be written; the activation is discarded."));
    }

    /// <summary>Counts a storage operation; the activation does not end while one runs.</summary>
    public void BeginStorage() => Extras.StorageOperations++;

    /// <summary>Counts a storage operation as ended.</summary>
    public void EndStorage()
    {
        Extras.StorageOperations--;
        if (Has(ActivationFlags.Ending))
        {
            Continue(false);
            if (State == ActivationState.Deactivating && _running is null && Extras.StorageOperations == 0)
            {
                FinishDeactivation();
            }
        }
        else
        {
            TrimExtras();
        }
    }

    /// <summary>Called when <c>OnDeactivateAsync</c> has ended, or took too long.</summary>
    public void EndDeactivation(Task? task)
    {
        if (State != ActivationState.Deactivating)
        {
            return;
        }

        if (task is { IsFaulted: true })
        {
            Loop.Engine.Log.LogWarning(task.Exception.InnerException, "OnDeactivateAsync of {Grain} failed.", ToString());
        }

        _running = null;
        if (task is null || _extras is not { StorageOperations: > 0 })
        {
            FinishDeactivation();
        }
    }

    private void End(DeactivationReason reason)
    {
        if (State is ActivationState.Deactivating or ActivationState.Dead || Has(ActivationFlags.Ending))
        {
            return;
        }

        Extras.Reason = reason;
        Raise(ActivationFlags.Ending);
        Continue(false);
    }

    private void BeginDeactivation()
    {
        State = ActivationState.Deactivating;
        StopTimers();
        var request = new LifeRequest(this, LifeRequest.Deactivate);
        _running = request;
        request.IsAdmitted = true;
        Loop.Schedule(request);
    }

    private void FinishDeactivation()
    {
        Loop.Counters.Deactivated++;
        foreach (var request in Bury())
        {
            request.Reroute();
        }
    }

    /// <summary>Makes the activation dead, so that the next call makes a new one.</summary>
    private List<Request> Bury()
    {
        List<Request> waiting = [.. WaitingRequests];
        foreach (var request in waiting)
        {
            _ = Withdraw(request);
        }

        StopTimers();
        State = ActivationState.Dead;
        Loop.Directory.Remove(this);
        Instance = null;
        var ended = _extras?.Ended;
        _extras = null;
        _ = ended?.TrySetResult();
        return waiting;
    }

    private void TrimExtras()
    {
        if (_extras is { IsEmpty: true } && !Has(ActivationFlags.Ending))
        {
            _extras = null;
        }
    }

    private void StopTimers()
    {
        if (_extras?.Timers is { } timers)
        {
            _extras.Timers = null;
            foreach (var timer in timers)
            {
                timer.Stop();
            }
        }
    }
}
