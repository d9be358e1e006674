using System.ComponentModel;
using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Calls;

/// <summary>Which grain a reference is for. Made by the engine, passed on by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GrainTarget
{
    internal GrainTarget(GrainClass grainClass, IdSpan key, Loop home)
    {
        Class = grainClass;
        Key = key;
        Home = home;
    }

    internal GrainClass Class { get; }

    internal IdSpan Key { get; }

    internal Loop Home { get; }
}

/// <summary>The base of generated references: runs a call inline where that is allowed, else sends a request.</summary>
/// <remarks>A reference keeps the activation it has met, so that a held reference looks nothing up.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EngineReference : GrainReference
{
    /// <summary>Creates a reference.</summary>
    /// <param name="target">The grain.</param>
    protected EngineReference(GrainTarget target)
        : base(target)
    {
    }

    /// <summary>Gets or sets the activation; written and trusted on the home loop only, and it may be dead.</summary>
    internal GrainActivation? Slot { get; set; }

    /// <summary>Begins a call on this stack, if the target is idle on this loop and depth and time allow.</summary>
    /// <param name="method">The method.</param>
    /// <param name="call">The call.</param>
    /// <returns>Whether it has begun; otherwise it must be sent.</returns>
    protected bool TryBegin(GrainMethod method, out InlineCall call)
    {
        call = default;
        var loop = Loop.Current;
        if (loop != Home || loop is null)
        {
            return false;
        }

        var target = Slot is { IsDead: false } met ? met : Slot = loop.Directory.Find(Class, Key);
        if (target is null || !target.IsIdle || !loop.MayRunInline())
        {
            return false;
        }

        call.Begin(target, method, loop);
        return true;
    }

    /// <summary>Ends a call begun with <see cref="TryBegin"/>, or leaves it running.</summary>
    /// <param name="call">The call.</param>
    /// <param name="task">The method's task.</param>
    /// <returns>The caller's task.</returns>
    protected static Task End(ref InlineCall call, Task? task)
    {
        task ??= NoTask<object?>(call.Method);
        if (task.IsCompleted)
        {
            call.Target.EndInline(task, call.Method);
        }
        else
        {
            var request = new AdoptedRequest(call.Method);
            Adopt(request, ref call, task);
            task = request.Task;
        }

        call.Restore();
        return task;
    }

    /// <inheritdoc cref="End(ref InlineCall, Task)"/>
    protected static Task<T> End<T>(ref InlineCall call, Task<T>? task)
    {
        task ??= NoTask<T>(call.Method);
        if (task.IsCompleted)
        {
            call.Target.EndInline(task, call.Method);
        }
        else
        {
            var request = new AdoptedRequest<T>(call.Method);
            Adopt(request, ref call, task);
            task = request.Task;
        }

        call.Restore();
        return task;
    }

    /// <inheritdoc cref="End(ref InlineCall, Task)"/>
    protected static ValueTask End(ref InlineCall call, ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask(End(ref call, task.AsTask()));
        }

        call.Target.EndInline(Task.CompletedTask, call.Method);
        call.Restore();
        return task;
    }

    /// <inheritdoc cref="End(ref InlineCall, Task)"/>
    protected static ValueTask<T> End<T>(ref InlineCall call, ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask<T>(End(ref call, task.AsTask()));
        }

        call.Target.EndInline(Task.CompletedTask, call.Method);
        call.Restore();
        return task;
    }

    /// <summary>Gives the task of a method that threw before it gave one.</summary>
    /// <param name="exception">What it threw.</param>
    /// <returns>The task.</returns>
    protected static Task Fail(Exception exception) => Failure.ToTask(exception);

    /// <inheritdoc cref="Fail(Exception)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    protected static Task<T> Fail<T>(Exception exception) => Failure.ToTask<T>(exception);

    /// <summary>Gives what a callee is passed: a reference, also where a grain passes itself.</summary>
    /// <param name="grain">A grain, a reference or null.</param>
    /// <returns>A reference or null.</returns>
    /// <typeparam name="T">The interface.</typeparam>
    protected static T Passed<T>(T grain)
        where T : IAddressable? => grain is null or GrainReference ? grain : grain.AsReference<T>();

    /// <summary>Sends a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="token">The caller's token.</param>
    /// <returns>The caller's task.</returns>
    protected Task Send(VoidRequest request, CancellationToken token = default)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled(token);
        }

        if (Home.Engine.IsStopped)
        {
            return Task.FromException(Stopped());
        }

        Dispatch(request, token);
        return request.Method.IsOneWay ? Task.CompletedTask : request.Task;
    }

    /// <inheritdoc cref="Send(VoidRequest, CancellationToken)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    protected Task<T> Send<T>(ResultRequest<T> request, CancellationToken token = default)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(token);
        }

        if (Home.Engine.IsStopped)
        {
            return Task.FromException<T>(Stopped());
        }

        Dispatch(request, token);
        return request.Task;
    }

    internal void Dispatch(Request request, CancellationToken token)
    {
        request.Reference = this;
        request.Values = RequestContext.Current.Value;

        // On one loop continuations come back through their context; only between threads they must not run inside the answer.
        request.Expect(Loop.Current == Home ? TaskCreationOptions.None : Home.Elsewhere);
        if (SynchronizationContext.Current is GrainActivation caller && Loop.Current == caller.Loop)
        {
            request.Caller = caller;
            caller.Outgoing = request;
        }

        request.FollowToken(token);
        Home.Schedule(request);
    }

    /// <summary>Sends a call on behalf of the engine: no grain waits for it, and no request values go with it.</summary>
    internal void DispatchDetached(Request request)
    {
        request.Reference = this;
        Home.Schedule(request);
    }

    private static void Adopt(Request request, ref InlineCall call, Task task)
    {
        request.Caller = call.CallerContext as GrainActivation;
        if (request.Caller is { } caller)
        {
            caller.Outgoing = request;
        }

        request.Adopt(call.Target, task);
    }

    internal static SiloUnavailableException Stopped() => new("The silo has stopped; it takes no more calls.");

    private static Task<T> NoTask<T>(GrainMethod method) =>
        Task.FromException<T>(new OrleansException($"{method} returned null instead of a task."));
}

/// <summary>A reference without an interface.</summary>
internal sealed class UntypedReference(GrainTarget target) : EngineReference(target);
