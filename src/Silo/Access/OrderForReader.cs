using System.Text.Json;
using CityActors.Facts;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Silo.Access;

/// <summary>An order with its history as its reader may see it.</summary>
/// <param name="Caller">Who reads.</param>
/// <param name="IsOwn">Whether a report is the reader's.</param>
/// <param name="Privacy">Whether the matter tells how people live.</param>
internal sealed record OrderForReader(Caller Caller, Func<OrderReport, bool> IsOwn, Privacy Privacy)
{
    private const string System = "system";
    private bool IsHidden => Privacy != Privacy.Public && !Caller.SeesHomes && Caller.Role != Role.Responder;

    /// <summary>
    /// Officers see everything. Others see how the matter goes on, not what people wrote about it nor who reported it; a reporter sees its own words,
    /// and of the city's people only what they are; who handles it sees what there is to do.
    /// </summary>
    public JsonElement Show(OrderView view)
    {
        view = view with { Timeline = [.. view.Timeline.Select(static entry => entry with { Source = null })] };
        if (!Caller.SeesHomes)
        {
            view = Mask(view);
        }

        var shown = JsonSerializer.SerializeToNode(view, FactRecords.Json)!.AsObject();
        if (IsHidden)
        {
            Redaction.HidePlace(shown["order"]!.AsObject());
        }

        return JsonSerializer.SerializeToElement(shown);
    }

    private OrderView Mask(OrderView view)
    {
        var names = new NamesInOrder(Caller, view);
        var isShown = view.Timeline[0].Report is { } first && (Caller.Role == Role.Responder || IsOwn(first) || (first.Reporter == System && !IsHidden));
        return view with
        {
            Order = Caller.Role == Role.Citizen ? view.Order with { Responders = [] } : view.Order,
            Text = isShown ? view.Text : "",
            Timeline = [.. view.Timeline.Select(entry => entry with
            {
                Report = entry.Report is { } report && (IsOwn(report) || (report.Reporter == System && !IsHidden)) ? report with { Reporter = names.Of(report.Reporter) } : null,
                Why = Caller.Role == Role.Responder || entry.Actor == Caller.Name || (entry.Actor == System && !IsHidden) ? entry.Why : "",
                Actor = names.ActorOf(entry),
                Subject = IsHidden && entry.Subject.Contains('.', StringComparison.Ordinal) ? "" : names.Of(entry.Subject),
                Choices = Caller.Role == Role.Citizen || IsHidden ? [] : entry.Choices,
                CommandId = entry.Actor == Caller.Name ? entry.CommandId : "",
            })],
        };
    }
}

/// <summary>The names in an order's history, for somebody who is not to know all of them.</summary>
internal sealed class NamesInOrder
{
    private const string Officer = "officer";
    private const string Reporter = "reporter";
    private const string Responder = "responder";
    private readonly HashSet<string> reporters;
    private readonly HashSet<string> crew;
    private readonly HashSet<string> officers;

    public NamesInOrder(Caller caller, OrderView view)
    {
        crew = [.. view.Timeline.SelectMany(static entry => entry.Choices).Select(static choice => choice.Responder), .. view.Order.Responders];
        reporters = [.. view.Reporters.Except(["", "system", caller.Name])];
        officers = caller.Role == Role.Citizen ? [.. view.Timeline.Select(static entry => entry.Actor).Except(["", "system", caller.Name])] : [];
        IsOutside = caller.Role == Role.Citizen;
    }

    private bool IsOutside { get; }

    /// <summary>Who did something, as the reader may see it: what only a responder does is a responder's, by whatever name it was given.</summary>
    public string ActorOf(OrderEntry entry) => Of(entry.Actor) is var name && IsOutside && name is Officer or Reporter && entry.What is OrderEvents.SignedFor or OrderEvents.Declined or OrderEvents.Started or OrderEvents.Submitted ? Responder : name;

    /// <summary>A name as the reader may see it: what somebody is, where it is not to know who.</summary>
    public string Of(string name) => name switch
    {
        _ when crew.Contains(name) => IsOutside ? Responder : name,
        _ when reporters.Contains(name) => Reporter,
        _ when officers.Contains(name) => Officer,
        _ => name,
    };
}
