using CityActors.Engine.Calls;
using Orleans.Storage;

namespace CityActors.Engine.Activation;

/// <content>Which request runs when.</content>
internal sealed partial class GrainActivation
{
    private const int ScanLimit = 64;

    /// <summary>The status word has 16 bits for running requests; a reentrant grain lets more of them wait.</summary>
    private const int MaxRunning = 60_000;

    /// <summary>Gives the requests that wait, first come first.</summary>
    public IEnumerable<Request> WaitingRequests
    {
        get
        {
            for (var request = (Request?)_lastWaiting?.Next; request is not null; request = (Request)request.Next!)
            {
                yield return request;
                if (request == _lastWaiting)
                {
                    break;
                }
            }
        }
    }

    /// <summary>Takes a request: runs it now, or lets it wait.</summary>
    public void Accept(Request request)
    {
        if (State == ActivationState.Valid && !Has(ActivationFlags.Ending) && MayStart(request))
        {
            Reserve(request);
            Start(request);
            return;
        }

        Wait(request);
    }

    /// <summary>Runs a request for which <see cref="Reserve"/> has been called.</summary>
    public void Start(Request request)
    {
        Enter();
        try
        {
            request.Invoke(Instance!);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Begins a call on the caller's stack.</summary>
    public void BeginInline(GrainMethod method)
    {
        _status += OneRunning | (uint)ActivationFlags.OnStack;
        _running = method;
        if (!method.IsAlwaysInterleave)
        {
            _blocking++;
        }
    }

    /// <summary>Ends a call that ended on the caller's stack.</summary>
    public void EndInline(Task task, GrainMethod method)
    {
        _status &= ~(uint)ActivationFlags.OnStack;
        EndRequest(task, true, !method.IsAlwaysInterleave);
    }

    /// <summary>Leaves a call running that began on the caller's stack.</summary>
    public void DetachInline(Request request)
    {
        _status &= ~(uint)ActivationFlags.OnStack;
        _running = request.MayInterleave ? null : request;
    }

    /// <summary>Counts a request as ended and lets the next one run.</summary>
    public void EndRequest(Task task, bool isUse, bool wasBlocking)
    {
        _status -= OneRunning;
        if (isUse)
        {
            _lastUsedSeconds = Loop.CoarseSeconds;
        }

        if (wasBlocking && --_blocking == 0)
        {
            _running = null;
        }

        if (task.IsFaulted && task.Exception.InnerException is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            inconsistent.IsSourceActivation = false;
            Discard(inconsistent);
        }

        if (Has(ActivationFlags.Waiting | ActivationFlags.Ending))
        {
            Continue(false);
        }
    }

    /// <summary>Takes a request out of the queue, if it waits there.</summary>
    public bool Withdraw(Request request)
    {
        var before = (Request?)_lastWaiting;
        while (before is not null && before.Next != request)
        {
            before = (Request)before.Next!;
            if (before == _lastWaiting)
            {
                return false;
            }
        }

        if (before is null)
        {
            return false;
        }

        Unlink(before, request);
        return true;
    }

    /// <summary>Lets waiting requests run, or the activation end, as far as running requests allow.</summary>
    /// <param name="all">Looks at the whole queue; otherwise no further than a request that must run alone.</param>
    internal void Continue(bool all)
    {
        if (State != ActivationState.Valid)
        {
            return;
        }

        if (Has(ActivationFlags.Ending))
        {
            if (RunningCount == 0 && _extras is not { StorageOperations: > 0 })
            {
                BeginDeactivation();
            }

            return;
        }

        var before = _lastWaiting;
        for (var looked = 0; before is not null && _lastWaiting is not null; looked++)
        {
            var request = (Request)before.Next!;
            var wasLast = request == _lastWaiting;
            if (MayStart(request))
            {
                Unlink(before, request);
                Reserve(request);
                request.IsAdmitted = true;
                Loop.Schedule(request);
            }
            else
            {
                before = request;
            }

            if (wasLast || (!all && (looked >= ScanLimit || RunsAlone)))
            {
                break;
            }
        }
    }

    private bool RunsAlone => _blocking > 0 && !Class.IsReentrant && RunningMethod is not { IsReadOnly: true };

    private bool MayStart(Request request) => RunningCount < MaxRunning
        && (_blocking == 0 || Class.IsReentrant || request.MayInterleave
            || (request.Method.IsReadOnly && RunningMethod is { IsReadOnly: true }));

    private void Reserve(Request request)
    {
        _status += OneRunning;
        if (!request.MayInterleave)
        {
            _blocking++;
            _running = request;
        }
    }

    private void Wait(Request request)
    {
        if (_lastWaiting is null)
        {
            request.Next = request;
            Raise(ActivationFlags.Waiting);
        }
        else
        {
            request.Next = _lastWaiting.Next;
            _lastWaiting.Next = request;
        }

        _lastWaiting = request;
        Loop.Counters.Waiting++;
        Class.CountWaiting(Loop.Index, 1);
    }

    private void Unlink(Request before, Request request)
    {
        if (before == request)
        {
            _lastWaiting = null;
            Lower(ActivationFlags.Waiting);
        }
        else
        {
            before.Next = request.Next;
            if (_lastWaiting == request)
            {
                _lastWaiting = before;
            }
        }

        request.Next = null;
        Loop.Counters.Waiting--;
        Class.CountWaiting(Loop.Index, -1);
    }
}
