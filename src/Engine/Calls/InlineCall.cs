using System.ComponentModel;
using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;

namespace CityActors.Engine.Calls;

/// <summary>A call that runs on its caller's stack. Used by generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct InlineCall
{
    internal GrainActivation Target;
    internal GrainMethod Method;
    internal SynchronizationContext? CallerContext;
    internal ExecutionContext? CallerExecution;

    /// <summary>Gets the grain.</summary>
    public readonly object Grain => Target.Instance!;

    internal void Begin(GrainActivation target, GrainMethod method, Loop loop)
    {
        Target = target;
        Method = method;
        CallerContext = SynchronizationContext.Current;
        CallerExecution = ExecutionContext.Capture();
        if (CallerExecution is not null && !ReferenceEquals(CallerExecution, BareContext.Empty))
        {
            var values = Orleans.Runtime.RequestContext.Current.Value;
            if (values is null || !ReferenceEquals(values.Bare, CallerExecution))
            {
                BareContext.Set(BareContext.Of(values));
            }
        }

        loop.Depth++;
        loop.Counters.InlineCalls++;
        target.BeginInline(method);
        SynchronizationContext.SetSynchronizationContext(target);
    }

    internal readonly void Restore()
    {
        Target.Loop.Depth--;
        SynchronizationContext.SetSynchronizationContext(CallerContext);
        BareContext.Set(CallerExecution);
    }
}
