using System.Globalization;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Stepping;

/// <summary>Two reviewers and two merges that come at once are decided once, in whatever order they arrive and whatever fails in between.</summary>
public sealed class SteppedOrdersTests
{
    private static int Runs { get; } = int.TryParse(Environment.GetEnvironmentVariable("CITYACTORS_ORDERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var runs) ? runs : 1_500;

    /// <summary>More of them by <c>CITYACTORS_ORDERS=100000</c>.</summary>
    [Fact]
    public void Orders_AnyInterleaving_AreDecidedOnce()
    {
        var (granted, merged) = (0, 0);
        Parallel.For(0, Runs, seed =>
        {
            var run = new SteppedOrders(seed, new SteppedFaults { CommitLost = 0.05, AnswerLost = 0.05 });
            for (var step = 0; step < 250; step++)
            {
                try
                {
                    run.City.Step();
                }
                catch (IOException)
                {
                    // The giver got no answer.
                }
            }

            run.Settle();
            var orders = run.Orders;
            Check(seed, run, orders);
            Interlocked.Add(ref granted, orders.Values.Count(static order => order.Summary!.IsExempt));
            Interlocked.Add(ref merged, orders.Values.Count(static order => order.MergedInto.Length > 0));
        });
        Assert.InRange(granted, Runs / 10, 2 * Runs);
        Assert.InRange(merged, Runs / 10, 3 * Runs);
    }

    private static void Check(int seed, SteppedOrders run, IReadOnlyDictionary<string, WorkOrder> orders)
    {
        foreach (var (id, order) in orders)
        {
            var lines = OrderLines.All(order);
            string[] verdicts = [.. lines.Where(static line => line.What is "appeal-granted" or "appeal-refused").Select(static line => line.What)];
            Holds(verdicts.Length <= 1, seed, id, $"its appeal was decided {verdicts.Length} times.");
            string[] halves = [.. lines.Where(static line => line.What is "appeal-half-granted" or "appeal-granted").Select(static line => line.Actor)];
            Holds(halves.Length <= 2 && halves.Distinct(StringComparer.Ordinal).Count() == halves.Length, seed, id, $"its appeal was granted by {string.Join(", ", halves)}.");
            Holds(order.Summary!.IsExempt == (verdicts is ["appeal-granted"]), seed, id, "whether it is exempt is not what was decided.");
            Holds(lines.Count(static line => line.What == OrderEvents.Merged) == (order.MergedInto.Length > 0 ? 1 : 0), seed, id, "it was merged more than once.");
            Holds(End(orders, id) is not null, seed, id, "the order into which it was merged ends in it again.");
        }

        for (var number = 0; number < orders.Count; number++)
        {
            var report = $"report-{number}";
            string[] holders = [.. orders.Where(order => order.Value.MergedInto.Length == 0 && OrderLines.FindReport(order.Value, report) is not null).Select(static order => order.Key)];
            Holds(holders.Length == 1, seed, report, $"it stands in {holders.Length} orders that go on.");
            Holds(holders[0] == End(orders, run.First(number)), seed, report, "it went elsewhere than its order.");
        }

        foreach (var (id, command) in run.Done)
        {
            var count = OrderLines.All(orders[id]).Count(line => line.CommandId == command.CommandId);
            Holds(count == 1 || (count == 0 && command is WorkOrderCommand.Merge && orders[id].MergedInto.Length > 0), seed, id, $"{command} was acknowledged, and stands there {count} times.");
        }

        foreach (var (id, command) in run.Refused.Where(refused => !run.Done.Contains(refused)))
        {
            Holds(!OrderLines.All(orders[id]).Any(line => line.CommandId == command.CommandId), seed, id, $"{command} was refused, and stands there.");
        }
    }

    private static string? End(IReadOnlyDictionary<string, WorkOrder> orders, string id)
    {
        for (var (next, steps) = (id, 0); steps <= orders.Count; (next, steps) = (orders[next].MergedInto, steps + 1))
        {
            if (orders[next].MergedInto.Length == 0)
            {
                return next;
            }
        }

        return null;
    }

    private static void Holds(bool holds, int seed, string id, string why)
    {
        if (!holds)
        {
            throw new InvariantBrokenException($"Seed {seed}, {id}: {why}");
        }
    }
}
