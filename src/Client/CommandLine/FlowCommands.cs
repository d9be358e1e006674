using System.CommandLine;
using System.Text;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Facts;

namespace CityActors.Client.CommandLine;

/// <summary><c>city export</c> and <c>city watch</c>: everything once, and everything as it happens.</summary>
internal static class FlowCommands
{
    public static Command Export(Caller caller, CommandOutput output)
    {
        var file = new Option<FileInfo?>("--out", "-o") { Description = "Write to a file instead of standard output." };
        var command = new Command("export", "Writes all alerts and orders as canonical NDJSON and checks its hash.") { file };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            await using var target = line.GetValue(file)?.Create();
            var receipt = await client.Export(target is null ? ToResults(output) : target.WriteAsync, cancellation);
            output.Say($"sha256 {receipt.Hash} ({receipt.Bytes} bytes)");
            if (receipt.IsWhole)
            {
                return (int)ExitCode.Ok;
            }

            output.Say($"The Silo says {(receipt.DeclaredHash.Length > 0 ? receipt.DeclaredHash : "nothing")}: what arrived is not what was sent. Try again.");
            return (int)ExitCode.CheckFailed;
        });
        return command;
    }

    public static Command Watch(Caller caller, CommandOutput output)
    {
        var after = new Option<string?>("--after") { Description = "Begin after the event of this id. Default: only what happens from now on." };
        var area = new Option<string?>("--area") { Description = "Only what happens below an area code." };
        var json = new Option<bool>("--json") { Description = "The facts as they come, one JSON object per line." };
        var limit = new Option<int>("--limit") { Description = "End after so many events. Default: never.", DefaultValueFactory = _ => int.MaxValue };
        var command = new Command("watch", "Shows what happens, as it happens.") { after, area, json, limit };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            await foreach (var told in client.Feed(line.GetValue(after), line.GetValue(area), cancellation).Take(line.GetValue(limit)))
            {
                await output.Results.WriteLineAsync(line.GetValue(json) ? told.Data : Sentence(told));
                await output.Results.FlushAsync(cancellation);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <summary>An event of the feed in a line.</summary>
    internal static string Sentence(FeedEvent told)
    {
        if (told.Fact() is not { } fact)
        {
            return $"#{told.Id} {told.Event} {told.Data}";
        }

        var what = fact switch
        {
            AlertChanged { Alert: var alert } => $"{ApiJson.NameOf(alert.Priority)} {ApiJson.NameOf(alert.State)}: {alert.Explanation.English}",
            OrderChanged { Order: var order, Entry: var entry } => $"{entry.What} by {entry.Actor}: {order.Category}, {ApiJson.NameOf(order.Status)}{Due(order.DueAt)}",
            ResponderChanged { Responder: var responder } => $"carries {responder.Orders.Count} of {responder.Capacity}{(responder.Reachable ? "" : ", unreachable")}",
            EntityRegistered { Entity: var entity } => $"{entity.Type} {entity.Kind} in {entity.Cell}",
            AreaRegistered { Place: var place } => $"{ApiJson.NameOf(place.Level)} {place.Name}",
            NotificationWanted { Notification: var note } => $"to {note.Receiver}: {note.English}",
            _ => told.Data,
        };
        return $"#{told.Id} {fact.At.ToOffset(ReplayClock.ChinaStandardTime):yyyy-MM-dd'T'HH:mm:sszzz} {told.Event} {fact.Subject}: {what}";
    }

    private static string Due(DateTimeOffset? due) =>
        due is { } at ? $", due {at.ToOffset(ReplayClock.ChinaStandardTime):MM-dd HH:mm}" : "";

    // UTF-8 as text, also where a chunk ends inside a character.
    private static Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> ToResults(CommandOutput output)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        return async (bytes, cancellation) =>
        {
            var text = new char[decoder.GetCharCount(bytes.Span, flush: false)];
            decoder.GetChars(bytes.Span, text, flush: false);
            await output.Results.WriteAsync(text, cancellation);
        };
    }
}
