using CityActors.Engine.Calls;
using Orleans.Runtime;

namespace CityActors.Engine.Scheduling;

/// <summary>Execution contexts that hold nothing, or nothing but request values: what grains run under.</summary>
internal static class BareContext
{
    /// <summary>The execution context of a thread nobody has touched.</summary>
    public static readonly ExecutionContext Empty = CaptureEmpty();

    /// <summary>Gives a context that holds the values and nothing else.</summary>
    public static ExecutionContext Of(RequestValues? values)
    {
        if (values is null)
        {
            return Empty;
        }

        return values.Bare ?? Make(values);
    }

    /// <summary>Makes the context current if it is not.</summary>
    public static void Set(ExecutionContext? context)
    {
        if (context is not null && !ReferenceEquals(ExecutionContext.Capture(), context))
        {
            ExecutionContext.Restore(context);
        }
    }

    private static ExecutionContext Make(RequestValues values)
    {
        var before = ExecutionContext.Capture();
        ExecutionContext.Restore(Empty);
        RequestContext.Current.Value = values;
        var bare = ExecutionContext.Capture()!;
        values.Bare = bare;
        Set(before);
        return bare;
    }

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var untouched = new Thread(() => empty = ExecutionContext.Capture()) { IsBackground = true, Name = "CityActors empty context" };
        untouched.UnsafeStart();
        untouched.Join();
        return empty!;
    }
}
