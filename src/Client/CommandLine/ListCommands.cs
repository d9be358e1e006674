using System.CommandLine;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.WorkOrders;

namespace CityActors.Client.CommandLine;

/// <summary><c>city orders</c> and <c>city alerts</c>: lists as tables, or as NDJSON with <c>--json</c>.</summary>
internal static class ListCommands
{
    private static readonly Option<string?> area = new("--area") { Description = "Only those below an area code." };
    private static readonly Option<int> limit = new("--limit") { Description = "At most so many. Default 50.", DefaultValueFactory = _ => 50 };
    private static readonly Option<bool> json = new("--json") { Description = "One JSON object per line instead of a table." };

    public static Command Orders(Caller caller, CommandOutput output)
    {
        var open = new Option<bool>("--open") { Description = "Only those that have not ended." };
        var overdue = new Option<bool>("--overdue") { Description = "Only those with a clock that ran out." };
        var status = new Option<string?>("--status") { Description = "Only those in a status, for example signed-for." };
        var category = new Option<string?>("--category") { Description = "Only those of a category." };
        var waitingFor = new Option<string?>("--waiting-for") { Description = "calendar: only those that cannot go on because the working calendar lacks a year." };
        var since = Times.Option("--since", "Only those reported at or after a time");
        var command = new Command("orders", "Lists work orders.") { open, overdue, status, category, area, waitingFor, since, limit, json };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var filter = new OrderFilter
            {
                OnlyOpen = line.GetValue(open),
                OnlyOverdue = line.GetValue(overdue),
                Status = line.GetValue(status),
                Category = line.GetValue(category),
                Area = line.GetValue(area),
                WaitingFor = line.GetValue(waitingFor),
                Since = line.GetValue(since),
            };
            string[] columns = ["order", "status", "category", "cell", "reported", "due", "clock", "overdue", "responders"];
            return await Show(client.Orders(filter, cancellation).Take(line.GetValue(limit)), line.GetValue(json), columns, Row, output);
        });
        return command;
    }

    public static Command Alerts(Caller caller, CommandOutput output)
    {
        var state = new Option<string?>("--state") { Description = "Only those that are open, acknowledged, shelved or cleared." };
        var kind = new Option<string?>("--kind") { Description = "Only those of a kind, for example inactivity." };
        var entity = new Option<string?>("--entity") { Description = "Only those of one household, camera or terminal." };
        var since = Times.Option("--since", "Only those opened at or after a time");
        var command = new Command("alerts", "Lists alerts.") { state, kind, area, entity, since, limit, json };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var filter = new AlertFilter
            {
                State = line.GetValue(state),
                Kind = line.GetValue(kind),
                Area = line.GetValue(area),
                Entity = line.GetValue(entity),
                Since = line.GetValue(since),
            };
            string[] columns = ["alert", "state", "priority", "opened", "responded", "order", "why"];
            return await Show(client.Alerts(filter, cancellation).Take(line.GetValue(limit)), line.GetValue(json), columns, Row, output);
        });
        return command;
    }

    /// <summary>Shows a list as a table, or as NDJSON.</summary>
    public static async Task<int> Show<T>(IAsyncEnumerable<T> items, bool asJson, string[] columns, Func<T, string[]> row, CommandOutput output)
    {
        var (count, rows) = (0, new List<string[]>());
        await foreach (var item in items)
        {
            count++;
            if (asJson)
            {
                output.Json(item);
            }
            else
            {
                rows.Add(row(item));
            }
        }

        if (rows.Count > 0)
        {
            output.Table(columns, rows, wraps: false);
        }

        output.Say(count == 1 ? "1 item." : $"{count} items.");
        return (int)ExitCode.Ok;
    }

    private static string[] Row(OrderSummary order) =>
    [
        order.Id, ApiJson.NameOf(order.Status), order.Category, order.Cell, Times.Local(order.ReportedAt), Times.Local(order.DueAt), order.DueClock,
        string.Join(' ', order.Overdue), string.Join(' ', order.Responders),
    ];

    private static string[] Row(Alert alert) =>
    [
        alert.Id, ApiJson.NameOf(alert.State), ApiJson.NameOf(alert.Priority), Times.Local(alert.OpenedAt), Times.Local(alert.RespondedAt), alert.Order, alert.Explanation.English,
    ];
}
