using System.Text;
using CityActors.Engine.Activation;

namespace CityActors.Engine.Calls;

/// <summary>Says, when a call has timed out, who called whom and where the callee is stuck.</summary>
/// <remarks>Reads activations of other loops without asking them; what it says of those may be a moment old.</remarks>
internal static class CallChain
{
    private const int MaxLinks = 16;

    public static string Describe(Request request)
    {
        var last = request;
        var text = new StringBuilder()
            .Append("No answer within ").Append(request.Home.Engine.Options.ResponseTimeout).Append(": ")
            .Append(Callers(request)).Append(Link(request));
        var isCycle = Callees(text, ref last);
        Stuck(text.Append(". "), last);
        return text.Append(isCycle ? " This is a cycle of calls: none of them can end." : string.Empty).ToString();
    }

    private static string Link(Request request) => $"{request.TargetName}.{request.Method.Name}";

    private static string Callers(Request request)
    {
        List<string> links = [];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { request };
        var caller = request.Caller;
        while (caller is not null && links.Count < MaxLinks)
        {
            links.Add($"{caller}.{caller.RunningMethod?.Name ?? "?"} → ");
            if (!seen.Add(caller))
            {
                links.Add("… ");
                break;
            }

            caller = (caller.Running as Request)?.Caller;
        }

        links.Reverse();
        return links.Count == 0 ? "outside → " : string.Concat(links);
    }

    /// <summary>Follows the calls that the callee waits for.</summary>
    private static bool Callees(StringBuilder text, ref Request last)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        while (last.Target is { } target)
        {
            if (!seen.Add(target))
            {
                return true;
            }

            if (target.Outgoing is not { IsEnded: false } next || seen.Count > MaxLinks)
            {
                return false;
            }

            last = next;
            _ = text.Append(" → ").Append(Link(last));
        }

        return false;
    }

    private static void Stuck(StringBuilder text, Request request)
    {
        if (request.Target is not { } target)
        {
            _ = text.Append(request.TargetName).Append(" has not received it; its loop may be held up.");
        }
        else if (request.IsStarted)
        {
            _ = text.Append(target).Append(" runs ").Append(request.Method.Name).Append('.');
        }
        else if (target.State != ActivationState.Valid)
        {
            _ = text.Append(target).Append(" is ").Append(target.State).Append(" (").Append(target.RunningMethod?.Name ?? "?").Append(").");
        }
        else
        {
            _ = text.Append(target).Append(" has not begun ").Append(request.Method.Name).Append(" because it runs ")
                .Append(target.RunningMethod?.Name ?? "?").Append('.');
        }
    }
}
