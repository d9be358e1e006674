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
        var timeout = request.Home.Engine.Options.ResponseTimeout;
        var text = new StringBuilder()
            .Append("No answer within ").Append(timeout).Append(": ")
            .Append(Callers(request)).Append(Link(request)).Append(". ");
        Where(text, request);
        return text.ToString();
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

    private static void Where(StringBuilder text, Request request)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var link = request;
        while (link is not null && seen.Add(link) && seen.Count <= MaxLinks)
        {
            if (link.Target is not { } target)
            {
                _ = text.Append(link.TargetName).Append(" has not received it. ");
                return;
            }

            Stuck(text, link, target);
            if (!seen.Add(target))
            {
                _ = text.Append("This is a cycle of calls. ");
                return;
            }

            link = target.Outgoing;
            if (link is { IsEnded: false })
            {
                _ = text.Append(target).Append(" waits for ").Append(Link(link)).Append(". ");
            }
            else
            {
                return;
            }
        }
    }

    private static void Stuck(StringBuilder text, Request request, GrainActivation target)
    {
        _ = text.Append(target);
        if (request.IsStarted)
        {
            _ = text.Append(" runs ").Append(request.Method.Name).Append(". ");
        }
        else if (target.State != ActivationState.Valid)
        {
            _ = text.Append(" is ").Append(target.State).Append(" (").Append(target.RunningMethod?.Name ?? "?").Append("). ");
        }
        else
        {
            _ = text.Append(" has not begun ").Append(request.Method.Name).Append(" because it runs ")
                .Append(target.RunningMethod?.Name ?? "?").Append(". ");
        }
    }
}
