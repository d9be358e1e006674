using System.ComponentModel;
using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;

namespace CityActors.Engine.Calls;

/// <summary>A call that waits in queues. Generated code derives one class for each method.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Request : WorkItem
{
    internal Request? Earlier;
    internal Request? Later;

    /// <summary>When the request times out; 0 when it has no deadline.</summary>
    internal long DeadlineTicks;

    private Task? _task;
    private CallCancellation? _cancellation;
    private bool _isOpen;
    private bool _isEnded;

    /// <summary>Gets the method.</summary>
    public abstract GrainMethod Method { get; }

    internal EngineReference? Reference { get; set; }

    internal GrainActivation? Target { get; set; }

    internal RequestValues? Values { get; set; }

    /// <summary>Gets or sets the grain that called, if one did.</summary>
    internal GrainActivation? Caller { get; set; }

    /// <summary>Gets or sets a value indicating whether the activation has counted the request as running.</summary>
    internal bool IsAdmitted { get; set; }

    internal bool IsEnded => _isEnded;

    /// <summary>Gets a value indicating whether the target has begun to run it.</summary>
    internal bool IsStarted => _task is not null;

    internal virtual bool MayInterleave => Method.IsAlwaysInterleave;

    /// <summary>Gets a value indicating whether the request keeps its activation from being idle.</summary>
    internal virtual bool IsUse => true;

    /// <summary>Gets a value indicating whether the request times out.</summary>
    internal virtual bool HasDeadline => true;

    internal override object? Subject => Target ?? (object?)Reference;

    /// <summary>Gets the loop the request runs on.</summary>
    internal Loop Home => Target?.Loop ?? Reference!.Home;

    internal string TargetName => Target?.ToString() ?? Reference?.GrainId.ToString() ?? "?";

    internal sealed override void Run(Loop loop)
    {
        if (IsAdmitted)
        {
            Target!.Start(this);
            return;
        }

        if (_isEnded)
        {
            return;
        }

        Open();
        loop.Counters.QueuedCalls++;
        Target ??= loop.Directory.Resolve(Reference!, Values);
        if (Target.IsDead && !FollowsActivation())
        {
            return;
        }

        Target.Accept(this);
    }

    internal sealed override void Abandon() => AnswerFailure(EngineReference.Stopped());

    /// <summary>Runs the request on its grain; the activation has entered its turn.</summary>
    internal void Invoke(object grain)
    {
        BareContext.Set(BareContext.Of(Values));
        Task task;
        try
        {
            task = Call(grain) ?? Task.FromException(Failure.NoTask(this));
        }
        catch (Exception exception)
        {
            task = Failure.ToTask(exception);
        }

        BareContext.Set(BareContext.Empty);
        Watch(task);
    }

    /// <summary>Calls the method.</summary>
    /// <param name="grain">The grain.</param>
    /// <returns>The method's task.</returns>
    internal abstract Task? Call(object grain);

    /// <summary>Makes the caller's task.</summary>
    /// <param name="options">Where its continuations may run.</param>
    internal virtual void Expect(TaskCreationOptions options)
    {
    }

    /// <summary>Gives the caller the result.</summary>
    /// <param name="task">The method's task, ended.</param>
    internal abstract void Answer(Task task);

    /// <summary>Gives the caller a failure.</summary>
    /// <param name="exception">What went wrong.</param>
    internal abstract void AnswerFailure(Exception exception);

    /// <summary>Counts the request as running although it began on the caller's stack, and waits for its task.</summary>
    internal void Adopt(GrainActivation target, Task task)
    {
        Target = target;
        Expect(TaskCreationOptions.None);
        Open();
        target.DetachInline(this);
        Watch(task);
    }

    /// <summary>Counts the request as under way, until it is closed.</summary>
    internal void Open()
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        var loop = Home;
        loop.Counters.Sent++;
        if (HasDeadline)
        {
            loop.Deadlines.Add(this);
        }
    }

    /// <summary>Ends the request without its having run.</summary>
    internal void Refuse(Exception exception)
    {
        Close();
        AnswerFailure(exception);
    }

    /// <summary>Sends the request to the next activation of the grain.</summary>
    internal virtual void Reroute()
    {
        var loop = Target!.Loop;
        Target = null;
        IsAdmitted = false;
        loop.Schedule(this);
    }

    /// <summary>Called when the deadline has passed: the caller learns it; what runs goes on, cancelled.</summary>
    internal virtual void OnTimeout()
    {
        var report = CallChain.Describe(this);
        if (Target is null || Target.Withdraw(this))
        {
            Close();
        }

        AnswerFailure(new TimeoutException(report)); // First: what the callee does about its token must not cost the caller its answer.
        Cancel();
    }

    /// <summary>Gives the callee's own token, which is cancelled on its loop.</summary>
    /// <returns>The token.</returns>
    protected CancellationToken CalleeToken() => (_cancellation ??= new CallCancellation(this)).CalleeToken;

    /// <summary>Cancels the call when the caller's token is cancelled.</summary>
    internal void FollowToken(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            _cancellation = new CallCancellation(this);
            _cancellation.Follow(token);
        }
    }

    /// <summary>Called on the loop when the caller's token is cancelled: the caller learns it at once.</summary>
    internal void OnCallerCancelled(CancellationToken token)
    {
        if (_isEnded)
        {
            return;
        }

        if (_task is null && !IsAdmitted)
        {
            _ = Target?.Withdraw(this);
            Close();
        }

        AnswerFailure(new OperationCanceledException(token));
        Cancel();
    }

    /// <summary>Cancels the callee's token.</summary>
    private protected void Cancel() => _cancellation?.Cancel(Target);

    /// <summary>Called when the request has ended on its activation.</summary>
    /// <param name="task">The method's task.</param>
    internal virtual void Ended(Task task) => Target!.EndRequest(task, IsUse, !MayInterleave);

    /// <summary>Says whether a request for a dead activation goes to the next one.</summary>
    private bool FollowsActivation()
    {
        if (Reference is null)
        {
            Refuse(new OperationCanceledException($"{TargetName} has ended."));
            return false;
        }

        Target = Target!.Loop.Directory.Resolve(Reference, Values);
        return true;
    }

    private void Watch(Task task)
    {
        _task = task;
        if (task.IsCompleted)
        {
            Complete();
        }
        else
        {
            task.GetAwaiter().UnsafeOnCompleted(Complete);
        }
    }

    private void Complete()
    {
        var target = Target!;
        if (Loop.Current != target.Loop)
        {
            target.Loop.Schedule(new LoopAction(Complete));
            return;
        }

        Ended(_task!);
        Close();
        Answer(_task!);
    }

    private void Close()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        var loop = Home;
        loop.Deadlines.Remove(this);
        if (_isOpen)
        {
            loop.Counters.Done++;
        }

        _cancellation?.Dispose();
        if (Caller is { } caller && caller.Outgoing == this)
        {
            caller.Outgoing = null; // On another loop's thread this may race with the caller's next call; only reports read it.
        }
    }
}
