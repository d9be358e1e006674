using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Commits;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>How an order is written, and how what was written by earlier versions is read.</summary>
public sealed class StoredOrderTests
{
    private static readonly StateSerializer serializer = new();

    [Fact]
    public void Head_HasNoLineAndNothingTwice()
    {
        var order = Dispatched().Order;

        var head = JsonNode.Parse(serializer.Serialize(order))!.AsObject();

        Assert.Equal(["case", "round", "summary", "text"], head.Select(static member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(order.History.Count, RowsOf(order).Count);
        Assert.Equal(Text(order), Text(Read(serializer.Serialize(order), RowsOf(order))));
    }

    [Fact]
    public void OneCommand_WritesItsLinesOnly()
    {
        var run = Dispatched();
        var before = run.Order;
        run.Done(new SignFor { Responder = "truck-1" });

        var written = OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(before, run.Order, serializer)).ToArray();

        Assert.Equal(["line/000004"], written.Select(static row => row.Name));
        Assert.InRange(written[0].Payload!.Value.Length, 1, 400);
    }

    [Fact]
    public void HeadWithTheLinesOfAnOrderThatHasACase_ReadsAndGoesOnInRows()
    {
        var run = Dispatched();
        var order = run.Order;
        var head = JsonNode.Parse(serializer.Serialize(order))!.AsObject();
        head["terms"] = Node(order.Terms);
        head["clocks"] = Node(order.Clocks);
        head["crew"] = Node(order.Crew);
        head["history"] = Node(order.History);
        head["appeal"] = "None";
        head["appealActors"] = new JsonArray();
        head["wasSuspended"] = false;
        var rows = RowsOf(order).ConvertAll(static row => row with { Payload = Without(row.Payload, "order") });

        var read = Read(Encoding.UTF8.GetBytes(head.ToJsonString()), rows);
        var next = OrderRun.Rules.Apply(OrderRun.Id, read, new SignFor { Responder = "truck-1", CommandId = "s", Actor = "truck-1", At = run.Now }).Decision.Next;
        rows.AddRange(OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(read, next, serializer)).Select(static row => new StoredRow(row.Name, row.Payload!.Value)));

        Assert.Equal(Text(order), Text(read));
        Assert.Equal([.. order.History.Select(static line => line.What), "signed-for"], next.History.Select(static line => line.What));
        Assert.Equal(Text(next), Text(Read(serializer.Serialize(next), rows)));
    }

    private static OrderRun Dispatched() => OrderRun.Reported().Done(new FileCase()).Done(OrderRun.Assign("truck-1", "cleaner-1"));

    private static List<StoredRow> RowsOf(WorkOrder order) =>
        [.. OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(new WorkOrder(), order, serializer)).Select(static row => new StoredRow(row.Name, row.Payload!.Value))];

    private static WorkOrder Read(byte[] head, IReadOnlyList<StoredRow> rows) =>
        OrderRun.Rules.RowKinds.Aggregate(serializer.Deserialize<WorkOrder>(head)!, (order, kind) => kind.Fill(order, rows, serializer));

    private static JsonNode? Node<T>(T value) => JsonNode.Parse(serializer.Serialize(value));

    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> row, string member)
    {
        var line = JsonNode.Parse(row.Span)!.AsObject();
        Assert.True(line.Remove(member));
        return Encoding.UTF8.GetBytes(line.ToJsonString());
    }

    private static string Text(WorkOrder order) => string.Join('\n',
    [
        JsonSerializer.Serialize(order.Summary), JsonSerializer.Serialize(order.Terms), JsonSerializer.Serialize(order.Clocks), JsonSerializer.Serialize(order.Crew), $"{order.Text} {order.Round}",
        .. OrderLines.All(order).Select(static line => JsonSerializer.Serialize(line)), .. order.Case!.History.Select(static line => JsonSerializer.Serialize(line)), .. order.Reporters,
    ]);
}
