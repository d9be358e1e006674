using System.ComponentModel;

namespace CityActors.Engine.Calls;

/// <summary>A call without a result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VoidRequest : Request
{
    private TaskCompletionSource _answer = null!;

    internal Task Task => _answer.Task;

    internal sealed override void Expect(TaskCreationOptions options) => _answer = new TaskCompletionSource(options);

    /// <summary>Calls the method.</summary>
    /// <param name="grain">The grain.</param>
    /// <returns>The method's task.</returns>
    protected abstract Task CallMethod(object grain);

    internal sealed override Task Call(object grain) => CallMethod(grain);

    internal override void Answer(Task task) => AnswerLog.TrySet(_answer, task, this);

    internal override void AnswerFailure(Exception exception) => AnswerLog.TrySet(_answer, exception, this);
}

/// <summary>A call with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ResultRequest<T> : Request
{
    private TaskCompletionSource<T> _answer = null!;

    internal Task<T> Task => _answer.Task;

    internal sealed override void Expect(TaskCreationOptions options) => _answer = new TaskCompletionSource<T>(options);

    /// <summary>Calls the method.</summary>
    /// <param name="grain">The grain.</param>
    /// <returns>The method's task.</returns>
    protected abstract Task<T> CallMethod(object grain);

    internal sealed override Task Call(object grain) => CallMethod(grain);

    internal override void Answer(Task task) => AnswerLog.TrySet(_answer, task, this);

    internal override void AnswerFailure(Exception exception) => AnswerLog.TrySet(_answer, exception, this);
}

/// <summary>A call without a result that began on the caller's stack and was not at its end when it came back.</summary>
internal sealed class AdoptedRequest(GrainMethod method) : VoidRequest
{
    public override GrainMethod Method => method;

    protected override Task CallMethod(object grain) => throw new InvalidOperationException("The call has begun already.");
}

/// <summary>A call with a result that began on the caller's stack and was not at its end when it came back.</summary>
internal sealed class AdoptedRequest<T>(GrainMethod method) : ResultRequest<T>
{
    public override GrainMethod Method => method;

    protected override Task<T> CallMethod(object grain) => throw new InvalidOperationException("The call has begun already.");
}
